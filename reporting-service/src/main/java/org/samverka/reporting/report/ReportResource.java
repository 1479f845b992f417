package org.samverka.reporting.report;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.release.Release;
import org.samverka.reporting.release.Releases;
import org.samverka.reporting.report.Reports.Format;

@Path("/api/v1/releases/{id}")
@Tag(name = "Releases")
public class ReportResource {
    private final Releases releases;
    private final Reports reports;
    private final Caller caller;

    ReportResource(Releases releases, Reports reports, Caller caller) {
        this.releases = releases;
        this.reports = reports;
        this.caller = caller;
    }

    @GET
    @Path("/report.{format}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST, Roles.MANAGER})
    @Operation(
            summary = "The release as a report: pdf, xlsx, csv or json",
            description = "CSV holds the figures alone, JSON all that the report says; PDF is PDF/A-3 and PDF/UA-1")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = Reports.PDF),
                @Content(mediaType = Reports.XLSX),
                @Content(mediaType = Reports.CSV),
                @Content(mediaType = Reports.JSON)
            })
    public Uni<RestResponse<byte[]>> report(
            UUID id,
            String format,
            @RestQuery
                    @Parameter(description = "sv, da or en; if left out, the first of them that Accept-Language names")
                    @Nullable
                    Language language,
            @RestQuery @Parameter(description = "A version of the text; the last one if left out") @Nullable
                    Integer text,
            @Context HttpHeaders headers) {
        Format as = Format.called(format);
        Language in = language == null ? accepted(headers) : language;
        return releases.required(id)
                .invoke(this::requireVisible)
                .chain(release -> reports.written(id, as, in, text).map(bytes -> answer(bytes, as, release, in)));
    }

    private void requireVisible(Release release) {
        if (!caller.seesProgram(release.program())) {
            throw Releases.unknown();
        }
    }

    private static Language accepted(HttpHeaders headers) {
        List<String> asked = headers.getAcceptableLanguages().stream()
                .map(locale -> locale.getLanguage())
                .toList();
        return asked.stream()
                .flatMap(name -> Arrays.stream(Language.values())
                        .filter(language -> language.name().equals(name)))
                .findFirst()
                .orElse(Language.en);
    }

    private static RestResponse<byte[]> answer(byte[] bytes, Format format, Release release, Language language) {
        String name = "%s-%s-%d-%s.%s"
                .formatted(
                        release.program(),
                        release.kind().name().replace('_', '-'),
                        release.revision(),
                        language,
                        format.name());
        return ResponseBuilder.ok(bytes)
                .type(format.type())
                .header(HttpHeaders.CONTENT_LANGUAGE, language.name())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    static NotKnown noSuchFormat() {
        return new NotKnown("Reports are written as pdf, xlsx, csv and json");
    }
}

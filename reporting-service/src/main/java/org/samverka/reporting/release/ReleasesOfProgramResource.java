package org.samverka.reporting.release;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Once;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.absence.PublicAbsence;
import org.samverka.reporting.program.Program;
import org.samverka.reporting.program.Programs;
import org.samverka.reporting.release.CurrentFigures.Wanted;
import org.samverka.reporting.release.ReleaseResource.ReleaseView;
import org.samverka.reporting.release.Releases.Author;
import org.samverka.reporting.release.Releases.Draft;
import org.samverka.reporting.release.ReportKind.Part;

@Path("/api/v1/programs/{key}")
@Tag(name = "Releases")
public class ReleasesOfProgramResource {
    private static final int FIRST_YEAR = 2000;

    private final Programs programs;
    private final PublicAbsence absences;
    private final CurrentFigures figures;
    private final Releases releases;
    private final Once once;
    private final Caller caller;

    ReleasesOfProgramResource(
            Programs programs,
            PublicAbsence absences,
            CurrentFigures figures,
            Releases releases,
            Once once,
            Caller caller) {
        this.programs = programs;
        this.absences = absences;
        this.figures = figures;
        this.releases = releases;
        this.once = once;
        this.caller = caller;
    }

    /**
     * @param supersedes the release of the same kind that this is a revision of
     * @param absenceYear of an absence disclosure; the last year that is over if left out
     * @param funding as it shall stand in the report
     * @param withhold ids of figures that shall be hidden besides those that disclosure control hides
     * @param withholdWhatFollows hide as much more as it takes, instead of refusing, where hidden figures would follow
     */
    public record ReleaseRequest(
            @NotNull ReportKind kind,
            @Nullable UUID supersedes,
            @Nullable Integer absenceYear,
            @Nullable @Valid Funding funding,
            @Nullable @Size(max = 1000) List<@NotNull @Size(max = 300) String> withhold,
            @Nullable Boolean withholdWhatFollows) {}

    @POST
    @Path("/releases")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Freeze the program's figures as they may be shown now", description = """
                    The same state of things has the same content and content hash. Refused when, with all earlier releases \
                    of the program, a hidden figure would follow. Nothing of a release ever changes; a later one may \
                    supersede it.""")
    @APIResponseSchema(value = ReleaseView.class, responseCode = "201")
    public Uni<Response> freeze(
            String key,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid ReleaseRequest request) {
        caller.requireProgram(key);
        var author = new Author(caller.subject(), Roles.COORDINATOR);
        return programs.required(key)
                .chain(program -> figures.now(program, wanted(request, program))
                        .map(content -> withholding(content, request.withhold()))
                        .chain(content -> once.create(
                                idempotencyKey,
                                "POST /programs/" + key + "/releases",
                                request,
                                new Once.Shape<>(ReleaseView::of, Release::version),
                                release -> "/api/v1/releases/" + release.id(),
                                () -> releases.freeze(new Draft(
                                        program,
                                        content,
                                        request.supersedes(),
                                        Boolean.TRUE.equals(request.withholdWhatFollows()),
                                        author)))));
    }

    private Wanted wanted(ReleaseRequest request, Program program) {
        if (!request.kind().holds(Part.absence)) {
            if (request.absenceYear() != null) {
                throw new Invalid("/absenceYear", "not-of-this-kind", "Only an absence disclosure is about a year");
            }
            return new Wanted(request.kind(), null, request.funding());
        }
        int last = absences.lastYear(program);
        int year = request.absenceYear() == null ? last : request.absenceYear();
        if (year < FIRST_YEAR || year > last) {
            throw new Invalid(
                    "/absenceYear",
                    "year-not-over",
                    "Ask for a year from %d to %d, which is over".formatted(FIRST_YEAR, last));
        }
        return new Wanted(request.kind(), year, request.funding());
    }

    private static Content withholding(Content content, @Nullable List<String> ids) {
        if (ids == null || ids.isEmpty()) {
            return content;
        }
        Set<String> known = content.byId().keySet();
        List<Invalid.Error> unknown = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (!known.contains(ids.get(i))) {
                unknown.add(new Invalid.Error(
                        "/withhold/" + i, "unknown-figure", "The release would have no figure of this id"));
            }
        }
        if (!unknown.isEmpty()) {
            throw new Invalid(unknown);
        }
        Set<String> withheld = new HashSet<>(ids);
        return content.with(content.figures().stream()
                .map(figure -> withheld.contains(figure.id()) ? figure.withheld() : figure)
                .toList());
    }

    @GET
    @Path("/releases")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST, Roles.MANAGER})
    @Operation(summary = "What was published of the program, in its order")
    public Uni<Page<ReleaseView>> list(String key, @BeanParam @Valid PageQuery page) {
        caller.requireProgram(key);
        return releases.ofProgram(key, page).map(rows -> Page.of(rows, page, Release::position, ReleaseView::of));
    }
}

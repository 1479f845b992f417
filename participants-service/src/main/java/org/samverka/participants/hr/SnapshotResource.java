package org.samverka.participants.hr;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Logged;
import org.samverka.participants.hr.Snapshot.Difference;
import org.samverka.participants.hr.Snapshots.Kept;
import org.samverka.participants.hr.Snapshots.Result;

@Path("/api/v1")
public class SnapshotResource {
    private final Snapshots snapshots;
    private final Caller caller;

    SnapshotResource(Snapshots snapshots, Caller caller) {
        this.snapshots = snapshots;
        this.caller = caller;
    }

    /** What the partner has of an organization on a day. */
    public record SnapshotRequest(
            @NotBlank @Size(max = 80) String organization,
            @NotNull LocalDate date,
            @NotNull @Valid Said employments,
            @NotNull @Valid Said absences) {}

    /** @param lines optional: each thing by its reference, so that differences can be named */
    public record Said(
            @Min(0) long count,
            @NotNull @Pattern(regexp = "[0-9a-fA-F]{64}") String hash,
            @Nullable @Size(max = 100_000) List<@Valid Line> lines) {
        Snapshot.Said said() {
            if (lines == null) {
                return new Snapshot.Said(count, hash, null);
            }
            Map<String, String> byRef = new HashMap<>();
            lines.forEach(line -> byRef.put(line.ref(), line.hash()));
            return new Snapshot.Said(count, hash, byRef);
        }
    }

    /** @param hash SHA-256 of the line without a line feed */
    public record Line(
            @NotBlank @Size(max = 200) String ref,
            @NotNull @Pattern(regexp = "[0-9a-fA-F]{64}") String hash) {}

    /**
     * How the two sides differ.
     *
     * @param missingHere references that only the partner knows, at most 1 000; only where lines were sent
     * @param unknownThere references that only we know
     * @param different references with other content
     */
    public record DifferenceView(
            boolean matches,
            long countHere,
            long countThere,
            List<String> missingHere,
            List<String> unknownThere,
            List<String> different) {
        static DifferenceView of(Difference d) {
            return new DifferenceView(
                    d.matches(), d.countHere(), d.countThere(), d.missingHere(), d.unknownThere(), d.different());
        }
    }

    public record ResultView(
            String organization, LocalDate date, boolean matches, DifferenceView employments, DifferenceView absences) {
        static ResultView of(SnapshotRequest request, Result result) {
            return new ResultView(
                    request.organization(),
                    request.date(),
                    result.matches(),
                    DifferenceView.of(result.employments()),
                    DifferenceView.of(result.absences()));
        }
    }

    /** One that was compared, with how many differed. */
    public record KeptView(
            String organization,
            LocalDate date,
            Instant receivedAt,
            boolean matches,

            @JsonRawValue @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT)
            String result) {
        static KeptView of(Kept k) {
            return new KeptView(k.organization(), k.day(), k.receivedAt(), k.matches(), k.result());
        }
    }

    @POST
    @Path("/hr/snapshots")
    @RolesAllowed(Roles.HR_PARTNER)
    @Operation(summary = "Compares what you have of an organization with what is here", description = """
                    Each thing is a line of fields separated by tabs, empty where there is none; the hash is SHA-256 (hex) of the \
                    lines, sorted by their bytes in UTF-8, each followed by a line feed. Employments that run on the day: \
                    employmentRef, personRef, first day, last day. Absences, not canceled, that touch the day or the 365 days \
                    before it: absenceRef, version, employmentRef, kind, first day, last day, extent without trailing zeros.""")
    @Logged(action = "compare", object = "employments and absences with a snapshot")
    public Uni<ResultView> compare(@Valid @NotNull SnapshotRequest request) {
        caller.requireOrganization(request.organization());
        return snapshots
                .compare(
                        request.organization(),
                        request.date(),
                        request.employments().said(),
                        request.absences().said())
                .map(result -> ResultView.of(request, result));
    }

    @GET
    @Path("/hr/snapshots")
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.HR_PARTNER, Roles.COORDINATOR})
    @Operation(summary = "How comparisons for your organizations came out, in their order")
    @Logged(action = "list", object = "snapshots")
    public Uni<Page<KeptView>> list(@RestQuery @Nullable String organization, @BeanParam @Valid PageQuery page) {
        return snapshots
                .list(organization, caller.is(Roles.PLATFORM_ADMIN) ? null : caller.organizations(), page)
                .map(rows -> Page.of(rows, page, Kept::position, KeptView::of));
    }
}

package org.samverka.participants.person;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Idempotency.Key;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Access.By;
import org.samverka.participants.access.AccessLog;
import org.samverka.participants.person.Merges.Candidate;
import org.samverka.participants.person.Merges.Suspicion;

@Path("/api/v1")
public class MergeResource {
    private final Merges merges;
    private final People people;
    private final Idempotency idempotency;
    private final AccessLog log;
    private final Caller caller;

    MergeResource(Merges merges, People people, Idempotency idempotency, AccessLog log, Caller caller) {
        this.merges = merges;
        this.people = people;
        this.idempotency = idempotency;
        this.log = log;
        this.caller = caller;
    }

    /**
     * @param into the record under which the person counts from now on
     * @param reason why the two are one person; nothing about the person
     */
    public record MergeRequest(
            @NotNull UUID into,
            @NotNull @NotBlank @Size(max = 200) String reason) {}

    /** @param merged whether the record counts as another's */
    public record MergeView(UUID id, boolean merged) {
        static MergeView of(Person person) {
            return new MergeView(person.id, person.sameAs != null);
        }
    }

    /** @param because same-identity-number, or same-name (and year of birth and gender, in another organization) */
    public record CandidateView(UUID id, String organization, String because) {
        static CandidateView of(Candidate candidate) {
            return new CandidateView(
                    candidate.person(),
                    candidate.organization(),
                    candidate.sameNumber() ? "same-identity-number" : "same-name");
        }
    }

    public record SuspicionView(UUID id, String organization, List<CandidateView> candidates) {
        static SuspicionView of(Suspicion suspicion) {
            return new SuspicionView(
                    suspicion.person(),
                    suspicion.organization(),
                    suspicion.candidates().stream().map(CandidateView::of).toList());
        }
    }

    @GET
    @Path("/people/duplicates")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "Records that may be one person, each with those before it")
    public Uni<Page<SuspicionView>> duplicates(@BeanParam @Valid PageQuery page) {
        By by = By.of(caller);
        return merges.duplicates(within(), page)
                .call(() -> log.granted(by, "list", "possible duplicates", null))
                .map(rows -> Page.of(rows, page, Suspicion::position, SuspicionView::of));
    }

    @POST
    @Path("/people/{id}/merge")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "Say that a record is the same person as another; they count as one from now on")
    public Uni<Response> merge(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid MergeRequest request) {
        By by = By.of(caller);
        Set<String> within = within();
        Key key = idempotency.key(idempotencyKey, caller, "POST merge " + id, request);
        return log.logged(
                        by,
                        "merge",
                        "person",
                        null,
                        Merged::pseudonym,
                        () -> idempotency
                                .once(key, () -> merge(id, request, by, within))
                                .chain(answer ->
                                        people.get(id, within).map(person -> new Merged(answer, person.pseudonym))))
                .map(Merged::answer);
    }

    private record Merged(Response answer, UUID pseudonym) {}

    private Uni<Answer> merge(UUID id, MergeRequest request, By by, @Nullable Set<String> within) {
        return merges.merge(id, request.into(), request.reason(), by.caller(), within)
                .map(merged -> new Answer(200, idempotency.write(new MergeView(id, true)), null, null));
    }

    @DELETE
    @Path("/people/{id}/merge")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "Say that a record is its own person after all; everything is as it was before the merge")
    public Uni<MergeView> undo(UUID id) {
        By by = By.of(caller);
        Set<String> within = within();
        return log.logged(
                        by,
                        "undo merge",
                        "person",
                        null,
                        person -> person.pseudonym,
                        () -> merges.undo(id, by.caller(), within).chain(() -> people.get(id, within)))
                .map(MergeView::of);
    }

    private @Nullable Set<String> within() {
        return caller.is(Roles.PLATFORM_ADMIN) ? null : caller.organizations();
    }
}

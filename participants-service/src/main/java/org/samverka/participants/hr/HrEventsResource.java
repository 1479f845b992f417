package org.samverka.participants.hr;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Refused;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.hr.CloudEventsOverHttp.Sent;
import org.samverka.participants.hr.Partners.Partner;
import org.samverka.participants.hr.Verdicts.Outcome;
import org.samverka.participants.hr.Verdicts.Verdict;

/** The HR feed for partners without Kafka, and which systems speak for which organizations. */
@Path("/api/v1")
public class HrEventsResource {
    private final Ingress ingress;
    private final Partners partners;
    private final Caller caller;

    HrEventsResource(Ingress ingress, Partners partners, Caller caller) {
        this.ingress = ingress;
        this.partners = partners;
        this.caller = caller;
    }

    /** What became of the events of a request, each in its place. */
    public record TakenView(int accepted, int duplicates, int rejected, List<EventView> events) {
        static TakenView of(List<Verdict> verdicts) {
            return new TakenView(
                    count(verdicts, Outcome.accepted),
                    count(verdicts, Outcome.duplicate),
                    count(verdicts, Outcome.rejected),
                    verdicts.stream().map(EventView::of).toList());
        }

        private static int count(List<Verdict> verdicts, Outcome outcome) {
            return (int) verdicts.stream()
                    .filter(verdict -> verdict.outcome() == outcome)
                    .count();
        }
    }

    /**
     * What became of an event.
     *
     * @param outcome accepted, duplicate or rejected
     * @param code why it was rejected
     */
    public record EventView(
            @Nullable String source,
            @Nullable String id,
            String outcome,
            @Nullable String code,
            List<Invalid.Error> errors) {
        static EventView of(Verdict v) {
            return new EventView(v.source(), v.id(), v.outcome().name(), v.code(), v.errors());
        }
    }

    static final class VersionConflict extends Refused {
        VersionConflict() {
            super("This version of the absence is known with other content; send a higher version under a new id");
        }
    }

    @POST
    @Path("/hr/events")
    @Consumes({CloudEventsOverHttp.SINGLE, CloudEventsOverHttp.BATCH, MediaType.APPLICATION_JSON})
    @RolesAllowed(Roles.HR_PARTNER)
    @Operation(
            summary = "Takes in HR events of your organizations: one CloudEvent, structured or binary, or a batch",
            description =
                    "A batch has at most 1 000 events and 4 MiB. Its accepted events are taken in together, and each"
                            + " event is answered in its place; a single one that is rejected is a problem.")
    public Uni<TakenView> events(@Context HttpHeaders headers, byte[] body) {
        String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        boolean batch = contentType.startsWith(CloudEventsOverHttp.BATCH);
        List<Sent> sent = CloudEventsOverHttp.read(contentType, headers.getRequestHeaders(), body);
        return ingress.take(
                        sent.stream().map(Sent::event).filter(Objects::nonNull).toList(), caller.organizations())
                .invoke(verdicts -> {
                    if (!batch) {
                        verdicts.forEach(HrEventsResource::requireTaken);
                    }
                })
                .map(verdicts -> TakenView.of(inTheirPlaces(sent, verdicts)));
    }

    private static List<Verdict> inTheirPlaces(List<Sent> sent, List<Verdict> verdicts) {
        var next = verdicts.iterator();
        return sent.stream()
                .map(each -> each.event() != null
                        ? next.next()
                        : new Verdict(null, null, Outcome.rejected, "not-a-cloudevent", each.errors()))
                .toList();
    }

    static void requireTaken(Verdict verdict) {
        if (verdict.outcome() != Outcome.rejected) {
            return;
        }
        if ("version-conflict".equals(verdict.code())) {
            throw new VersionConflict();
        }
        throw new Invalid(verdict.errors());
    }

    /** A system by its CloudEvents source, and the organizations that it speaks for; none ends that. */
    public record SourceRequest(
            @NotBlank @Size(max = 500) String source,

            @NotNull @Size(max = 1000)
            Set<@NotBlank @Size(max = 80) @Pattern(regexp = "[a-z0-9]+(-[a-z0-9]+)*") String> organizations) {}

    public record SourcesView(List<PartnerView> items) {}

    public record PartnerView(String source, Set<String> organizations) {
        static PartnerView of(Partner p) {
            return new PartnerView(p.source(), p.organizations());
        }
    }

    @PUT
    @Path("/hr/sources")
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(
            summary = "Says for which organizations a partner's system speaks",
            description = "Once an organization has a registered system, what others say of it is put aside.")
    public Uni<PartnerView> register(@Valid @NotNull SourceRequest request) {
        return partners.register(request.source(), new TreeSet<>(request.organizations()))
                .map(PartnerView::of);
    }

    @GET
    @Path("/hr/sources")
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    @Operation(summary = "Which partners' systems speak for which organizations")
    public Uni<SourcesView> sources() {
        return partners.list()
                .map(list -> new SourcesView(list.stream().map(PartnerView::of).toList()));
    }
}

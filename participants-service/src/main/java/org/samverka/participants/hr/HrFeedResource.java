package org.samverka.participants.hr;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Logged;
import org.samverka.participants.hr.Sources.Kept;
import org.samverka.participants.hr.Sources.Source;

@Path("/api/v1/hr/feed")
public class HrFeedResource {
    private final Sources sources;
    private final FeedLag lag;
    private final MeterRegistry metrics;
    private final Caller caller;

    HrFeedResource(Sources sources, FeedLag lag, MeterRegistry metrics, Caller caller) {
        this.sources = sources;
        this.lag = lag;
        this.metrics = metrics;
        this.caller = caller;
    }

    /**
     * What came, and what is kept of it.
     *
     * @param received events taken in, each once
     * @param duplicates events that had arrived before, as this replica has seen them since it started
     * @param rejected events put aside as dead letters because they contradict others or themselves
     * @param outdated states of absences that a higher version had overtaken
     * @param parked facts that wait for the employment they belong to
     * @param parkedSince when the oldest of them came; after seven days somebody should ask the partner
     * @param dead dead letters that wait for somebody to look at them
     * @param lag events in the topic that have yet to be taken in, of all sources; none while Kafka does not say
     */
    public record FeedView(
            long received,
            long duplicates,
            long rejected,
            long outdated,
            long parked,
            @Nullable Instant parkedSince,
            long dead,
            @Nullable Long lag,
            long people,
            long employments,
            long absences,
            @Nullable Instant lastEventAt,
            List<SourceView> sources) {}

    public record SourceView(
            String source,
            long received,
            long rejected,
            long outdated,
            @Nullable Instant lastEventAt,
            Instant lastReceivedAt) {
        static SourceView of(Source s) {
            return new SourceView(
                    s.source(), s.received(), s.rejected(), s.outdated(), s.lastEventAt(), s.lastReceivedAt());
        }
    }

    @GET
    @RolesAllowed({Roles.PLATFORM_ADMIN, Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT, Roles.HR_PARTNER})
    @Operation(summary = "What has come from the partners' HR systems for your organizations")
    @Logged(action = "read", object = "feed of own organizations")
    public Uni<FeedView> feed() {
        Set<String> within = caller.is(Roles.PLATFORM_ADMIN) ? null : caller.organizations();
        return sources.list(within).chain(list -> sources.kept(within).map(kept -> view(list, kept)));
    }

    private FeedView view(List<Source> list, Kept kept) {
        return new FeedView(
                list.stream().mapToLong(Source::received).sum(),
                duplicates(),
                list.stream().mapToLong(Source::rejected).sum(),
                list.stream().mapToLong(Source::outdated).sum(),
                kept.parked(),
                kept.parkedSince(),
                kept.dead(),
                lag.events(),
                kept.people(),
                kept.employments(),
                kept.absences(),
                list.stream()
                        .map(Source::lastEventAt)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                list.stream().map(SourceView::of).toList());
    }

    private long duplicates() {
        return (long)
                metrics
                        .find("samverka.inbox.events")
                        .tags("consumer", HrEvents.CONSUMER, "outcome", "duplicate")
                        .counters()
                        .stream()
                        .mapToDouble(Counter::count)
                        .sum();
    }
}

package org.samverka.participants.hr;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.delivery.Received;

/** Takes in facts that came otherwise than as events of the feed, exactly as the feed's. */
@ApplicationScoped
public class Facts {
    private final HrEvents feed;
    private final Clock clock;

    Facts(HrEvents feed, Clock clock) {
        this.feed = feed;
        this.clock = clock;
    }

    /** One that contradicts another or itself; {@code reason} is a stable code. */
    public record Rejected(Received<HrEvent> event, String reason) {}

    /** Within the caller's transaction; says which could not be taken in. */
    public Uni<List<Rejected>> takeIn(List<Received<HrEvent>> events) {
        var rejected = new ArrayList<Rejected>();
        if (events.isEmpty()) {
            return Uni.createFrom().item(rejected);
        }
        var intake = Intake.of(
                events, clock.instant(), (event, reason, detail) -> rejected.add(new Rejected(event, reason)));
        return feed.takeIn(intake).replaceWith(rejected);
    }
}

package org.samverka.participants.application;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.samverka.contracts.rest.DomainException;
import org.samverka.participants.application.Applications.Actor;

/** Gives seats back that no organization has taken, on the day that the round says. */
@ApplicationScoped
class ReleaseDay {
    private final Applications applications;

    ReleaseDay(Applications applications) {
        this.applications = applications;
    }

    @Scheduled(
            every = "5m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> release() {
        return applications
                .toRelease()
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(id -> applications
                                .release(id, null, application -> true, Actor.PLATFORM)
                                .onFailure(DomainException.class)
                                .recoverWithNull())
                        .collect()
                        .last()
                        .replaceWithVoid());
    }
}

package org.samverka.participants.program;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.samverka.contracts.rest.DomainException;
import org.samverka.participants.program.ProgramVersions.Waiting;

/** Lets versions of definitions begin on their day, in the program's zone; one that cannot is tried again and says why. */
@ApplicationScoped
class NewVersions {
    private static final Logger LOG = Logger.getLogger(NewVersions.class);

    private final ProgramVersions versions;

    NewVersions(ProgramVersions versions) {
        this.versions = versions;
    }

    @Scheduled(
            every = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> begin() {
        return versions.due()
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(this::begin)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> begin(Waiting waiting) {
        return versions.begin(waiting).onFailure(DomainException.class).recoverWithUni(refusal -> {
            LOG.warnf("Version %d of %s cannot begin: %s", waiting.version(), waiting.key(), refusal.getMessage());
            return versions.hinder(waiting, refusal.getMessage());
        });
    }
}

package org.samverka.participants.person;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;

/** Lets people be who the facts say they are today, when it is the day that turned and not the facts. */
@ApplicationScoped
class NewDay {
    private final People people;
    private final Today today;

    NewDay(People people, Today today) {
        this.people = people;
        this.today = today;
    }

    @Scheduled(
            every = "5m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> turn() {
        return turn(today.date());
    }

    /** Some at a time, each in a transaction of its own, until nobody is due. */
    Uni<Void> turn(LocalDate day) {
        return people.bringDueUpToDate(day)
                .chain(many -> many == 0 ? Uni.createFrom().voidItem() : turn(day));
    }
}

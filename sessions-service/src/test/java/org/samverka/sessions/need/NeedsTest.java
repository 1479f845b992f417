package org.samverka.sessions.need;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class NeedsTest {
    private static final UUID PERSON = UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    @Inject
    Needs needs;

    @SuppressWarnings("NullAway.Init")
    @Inject
    Today today;

    private UUID session;

    @BeforeEach
    void aSession() {
        session = ToldProgram.learned().session(5);
    }

    @Test
    void whatWasStatedLastIsWhatIsNeeded() {
        put(today.date(), StatedNeeds.of(PERSON, List.of(Need.diet, Need.breaks), " Vegan "));
        put(today.date(), StatedNeeds.of(PERSON, List.of(Need.diet), "Vegan"));
        put(today.date(), StatedNeeds.of(UUID.randomUUID(), List.of(Need.diet, Need.automatic_doors), null));

        assertThat(of(PERSON)).contains(new StatedNeeds(PERSON, Set.of(Need.diet), "Vegan"));
        assertThat(at()).isEqualTo(Map.of(session, Set.of(Need.diet, Need.automatic_doors)));
    }

    @Test
    void statingNothingLeavesNothingBehind() {
        put(today.date(), StatedNeeds.of(PERSON, List.of(Need.diet), null));
        put(today.date(), StatedNeeds.of(PERSON, List.of(), "  "));

        assertThat(of(PERSON)).isEmpty();
        assertThat(at()).isEmpty();
    }

    @Test
    void whatWasNeededIsErasedSomeDaysAfterTheSession() {
        UUID other = UUID.randomUUID();
        put(today.date().minusDays(8), StatedNeeds.of(PERSON, List.of(Need.diet), "Vegan"));
        put(today.date().minusDays(7), StatedNeeds.of(other, List.of(Need.breaks), null));

        done(() -> needs.eraseWhatIsPast());

        assertThat(of(PERSON)).isEmpty();
        assertThat(of(other)).isPresent();
    }

    @Test
    void aSessionThatMovesKeepsWhatIsNeededForIt() {
        put(today.date().minusDays(8), StatedNeeds.of(PERSON, List.of(Need.diet), null));
        done(() -> Panache.withTransaction(() -> needs.keepFor(Map.of(session, today.date()))));

        done(() -> needs.eraseWhatIsPast());

        assertThat(of(PERSON)).isPresent();
    }

    @Test
    void whatSomebodyNeedsIsNotWrittenToALog() {
        assertThat(StatedNeeds.of(PERSON, List.of(Need.diet), "Vegan").toString())
                .doesNotContain("diet", "Vegan", PERSON.toString());
    }

    private void put(LocalDate lastDay, StatedNeeds stated) {
        done(() -> Panache.withTransaction(() -> needs.put(session, lastDay, stated)));
    }

    private Optional<StatedNeeds> of(UUID person) {
        return done(() -> Panache.withSession(() -> needs.of(session, person)));
    }

    private Map<UUID, Set<Need>> at() {
        return done(() -> Panache.withSession(() -> needs.at(List.of(session))));
    }

    private static <T> T done(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}

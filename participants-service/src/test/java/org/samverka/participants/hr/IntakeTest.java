package org.samverka.participants.hr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.contracts.HrEvent.AbsenceStarted;
import org.samverka.contracts.HrEvent.EmployeeMoved;
import org.samverka.contracts.HrEvent.UnitChanged;
import org.samverka.contracts.delivery.Received;

class IntakeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final List<String> rejected = new ArrayList<>();

    @Test
    void anAbsenceThatEndsBeforeItBeginsIsPutAside() {
        Intake intake = intake(
                received("1", NOW, absence(LocalDate.of(2026, 2, 1))),
                received("2", NOW, absence(LocalDate.of(2026, 2, 2))));

        assertThat(rejected).containsExactly("1 invalid-dates /to");
        assertThat(intake.absences()).hasSize(1);
        assertThat(count(intake).received).isEqualTo(2);
        assertThat(count(intake).rejected).isEqualTo(1);
    }

    @Test
    void anEventFromTheFutureIsPutAsideSinceNothingCouldCorrectIt() {
        Intake intake = intake(
                received("1", Instant.parse("2026-03-02T12:00:01Z"), move()),
                received("2", Instant.parse("2026-03-02T12:00:00Z"), move()));

        assertThat(rejected).containsExactly("1 time-in-future time");
        assertThat(intake.moves()).hasSize(1);
    }

    @Test
    void aSourceSpeaksForTheOrganizationsItNames() {
        Intake intake =
                intake(received("1", NOW, new UnitChanged("u", "olofstrom", "U", null)), received("2", NOW, move()));

        assertThat(count(intake).organizations).containsExactly("olofstrom");
        assertThat(count(intake).lastEventAt).isEqualTo(NOW);
    }

    @Test
    void stampsRankByTimeThenSequenceThenName() {
        assertThat(List.of(
                        stamp("a", Instant.parse("2026-03-01T11:59:59.999999999Z"), "9"),
                        stamp("b", NOW, ""),
                        stamp("c", NOW, "0001"),
                        stamp("d", NOW, "0002"),
                        stamp("e", NOW.plusNanos(1), "")))
                .isSorted();
        assertThat(stamp("a", NOW, "1")).isNotEqualTo(stamp("b", NOW, "1")).isEqualTo(stamp("a", NOW, "1"));
    }

    private static Intake.Count count(Intake intake) {
        return Objects.requireNonNull(intake.counts().get("urn:a"));
    }

    private static String stamp(String id, Instant time, String sequence) {
        return Stamp.of(new Received<HrEvent>(move(), "k", "urn:a", id, time, sequence, null));
    }

    @SafeVarargs
    private Intake intake(Received<HrEvent>... events) {
        return Intake.of(
                List.of(events),
                NOW,
                (event, reason, detail) -> rejected.add(event.id() + " " + reason + " " + detail));
    }

    private static Received<HrEvent> received(String id, Instant time, HrEvent event) {
        return new Received<>(event, event.key(), "urn:a", id, time, "", null);
    }

    private static HrEvent move() {
        return new EmployeeMoved("e", LocalDate.of(2026, 1, 1), "u");
    }

    private static HrEvent absence(@Nullable LocalDate to) {
        return new AbsenceStarted("f", "e", AbsenceKind.sick, LocalDate.of(2026, 2, 2), to, BigDecimal.ONE, 1);
    }
}

package org.samverka.participants.hr;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent.AbsenceCancelled;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.contracts.HrEvent.AbsenceState;

/**
 * An absence as one event says it is. Of several sayings the one with the highest version holds; of one version the
 * cancellation, and otherwise what was stated first. So it does not matter in which order they arrive, nor how often.
 *
 * @param content none once it is canceled
 */
record Absence(String ref, int version, @Nullable Content content, String source, String stamp) {
    private static final Comparator<Absence> RANK =
            comparing(Absence::version).thenComparing(Absence::canceled).thenComparing(Absence::stamp, reverseOrder());

    record Content(
            String employmentRef,
            AbsenceKind kind,
            LocalDate firstDay,
            @Nullable LocalDate lastDay,
            BigDecimal extent) {
        Content {
            extent = extent.stripTrailingZeros();
        }
    }

    /** What a newly arrived saying is to what holds already. */
    enum Arrival {
        NEWER,
        SAME,
        OUTDATED,
        /** One version, two contents: somebody has to look at it. */
        CONFLICTING
    }

    static Absence of(AbsenceState state, String source, String stamp) {
        return new Absence(
                state.absenceRef(),
                state.version(),
                new Content(state.employmentRef(), state.kind(), state.from(), state.to(), state.extent()),
                source,
                stamp);
    }

    static Absence of(AbsenceCancelled canceled, String source, String stamp) {
        return new Absence(canceled.absenceRef(), canceled.version(), null, source, stamp);
    }

    boolean canceled() {
        return content == null;
    }

    Arrival arrivingAfter(@Nullable Absence known) {
        if (known == null || version > known.version) {
            return Arrival.NEWER;
        }
        if (version < known.version) {
            return Arrival.OUTDATED;
        }
        if (canceled() != known.canceled()) {
            return canceled() ? Arrival.NEWER : Arrival.OUTDATED;
        }
        return content == null || content.equals(known.content) ? Arrival.SAME : Arrival.CONFLICTING;
    }

    /** Whichever of the two holds. */
    Absence join(@Nullable Absence other) {
        return other == null || RANK.compare(this, other) >= 0 ? this : other;
    }
}

package org.samverka.sessions.need;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.need.Check.Looked;

class ChecklistTest {
    private static final LocalDate JANUARY = LocalDate.parse("2026-01-10");
    private static final LocalDate MAY = LocalDate.parse("2026-05-10");
    private static final String LOOP = "tested_hearing_loop";

    private final Checklist before = now(Checklist.EMPTY, Finding.met, null, "anna", JANUARY);

    @Test
    void whoeverSaysWhatTheyFoundIsKeptWithTheDay() {
        assertThat(before.line(LOOP)).isEqualTo(new Check(Finding.met, "anna", JANUARY));
        assertThat(before.of(Need.tested_hearing_loop)).isEqualTo(Finding.met);
        assertThat(before.of(Need.automatic_doors)).isEqualTo(Finding.unknown);
    }

    @Test
    void sayingTheSameAgainChangesNothingUnlessSomebodyHasLookedAgain() {
        assertThat(now(before, Finding.met, null, "bo", MAY)).isEqualTo(before);
        assertThat(now(before, Finding.met, MAY, "bo", MAY).line(LOOP)).isEqualTo(new Check(Finding.met, "bo", MAY));
    }

    @Test
    void whatIsFoundDifferentOrNotNamedIsNoLongerMet() {
        assertThat(now(before, Finding.not_met, null, "bo", MAY).line(LOOP))
                .isEqualTo(new Check(Finding.not_met, "bo", MAY));
        assertThat(before.now(Map.of(), "bo", MAY, line -> {})).isEqualTo(Checklist.EMPTY);
        assertThat(now(before, Finding.unknown, null, "bo", MAY)).isEqualTo(Checklist.EMPTY);
    }

    @Test
    void nobodyHasLookedInTheFuture() {
        assertThatThrownBy(() -> now(before, Finding.met, MAY, "bo", JANUARY))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        e -> assertThat(e.errors().get(0).pointer()).isEqualTo("/checklist/tested_hearing_loop/on"));
    }

    private static Checklist now(
            Checklist before,
            Finding finding,
            @org.jspecify.annotations.Nullable LocalDate on,
            String by,
            LocalDate today) {
        return before.now(Map.of(LOOP, new Looked(finding, on)), by, today, line -> {});
    }
}

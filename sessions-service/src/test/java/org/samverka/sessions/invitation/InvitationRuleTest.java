package org.samverka.sessions.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.invitation.InvitationRule.Reminder;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SomeSession;

class InvitationRuleTest {
    private final Session session = SomeSession.withSeats(10);

    @Test
    void aReminderComesAtTheSessionsHourSoManyDaysBefore() {
        InvitationRule rule = rule(null, List.of(2, 7, 2), false);

        assertThat(rule.reminders(session))
                .extracting(Reminder::days, reminder -> reminder.at().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(7, "2018-02-22T08:00:00Z"),
                        org.assertj.core.groups.Tuple.tuple(2, "2018-02-27T08:00:00Z"));
    }

    @Test
    void whatIsForAGroupForSupportIsDiscreetWhetherOrNotSomebodySaysSo() {
        assertThat(rule(List.of("health-step"), List.of(), false).isDiscreet(session, Set.of("health-step")))
                .isTrue();
        assertThat(rule(List.of("inspirers"), List.of(), false).isDiscreet(session, Set.of("health-step")))
                .isFalse();
        assertThat(rule(null, List.of(), true).isDiscreet(session, Set.of())).isTrue();
    }

    @Test
    void aRuleCannotNameAnotherGroupThanTheSessionIsFor() {
        assertThat(rule(List.of("coaches"), List.of(), false).groups(session)).containsExactly("coaches");
        assertThatThrownBy(() -> new InvitationRule(SomeSession.withSeats(20, "inspirers"))
                        .become(SomeSession.withSeats(20, "inspirers"), List.of("coaches"), null, List.of(), false))
                .isInstanceOf(Invalid.class);
    }

    private InvitationRule rule(
            @org.jspecify.annotations.Nullable List<String> groups, List<Integer> days, boolean discreet) {
        return new InvitationRule(session).become(session, groups, null, days, discreet);
    }
}

package org.samverka.sessions.invitation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.session.Session;

/** Who is invited to a session: whoever has a confirmed enrollment in its program and in what is named here. */
@Entity
@Table(name = "invitation_rule")
class InvitationRule {
    @Id
    @Column(name = "session_id")
    UUID sessionId;

    String program;

    @Column(name = "target_groups")
    String @Nullable [] targetGroups;

    String @Nullable [] organizations;

    @Column(name = "remind_days")
    Integer[] remindDays;

    boolean discreet;

    int version;

    /** When those who have not answered are reminded, so many days before the session. */
    record Reminder(int days, Instant at) {}

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected InvitationRule() {}

    InvitationRule(Session session) {
        this.sessionId = session.id();
        this.program = session.program();
        this.remindDays = new Integer[0];
    }

    /**
     * @param targetGroups none: the session's, or everybody in its program
     * @param organizations none: all of them
     * @param discreet what is sent says nothing of what it is about, even where no group is known to be for support
     */
    InvitationRule become(
            Session session,
            @Nullable List<String> targetGroups,
            @Nullable List<String> organizations,
            Collection<Integer> remindDays,
            boolean discreet) {
        String only = session.targetGroup();
        if (only != null && targetGroups != null && !targetGroups.equals(List.of(only))) {
            throw new Invalid("/targetGroups", "not-the-sessions-target-group", "The session is for " + only);
        }
        this.targetGroups = array(targetGroups);
        this.organizations = array(organizations);
        this.remindDays = remindDays.stream()
                .distinct()
                .sorted(Collections.reverseOrder())
                .toArray(Integer[]::new);
        this.discreet = discreet;
        this.version++;
        return this;
    }

    private static String @Nullable [] array(@Nullable List<String> names) {
        return names == null ? null : names.stream().distinct().sorted().toArray(String[]::new);
    }

    /** None: every group of the program. */
    @Nullable
    List<String> groups(Session session) {
        if (session.targetGroup() != null) {
            return List.of(session.targetGroup());
        }
        return targetGroups == null ? null : Arrays.asList(targetGroups);
    }

    boolean isDiscreet(Session session, Collection<String> supportGroups) {
        List<String> groups = groups(session);
        return discreet || (groups != null && groups.stream().anyMatch(supportGroups::contains));
    }

    /** At the same time of day as the session, in its zone. */
    List<Reminder> reminders(Session session) {
        ZoneId zone = ZoneId.of(session.zone());
        return Arrays.stream(remindDays)
                .map(days -> new Reminder(
                        days, session.startsAt().minusDays(days).atZone(zone).toInstant()))
                .toList();
    }
}

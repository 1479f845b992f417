package org.samverka.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What participants-service tells the others on {@code samverka.participants.v1}: programs, people without identity,
 * enrollments. {@code pseudonym} is the only name by which statistics know a person.
 */
public sealed interface ParticipantEvent extends Event {
    @Override
    default Topic topic() {
        return Topic.PARTICIPANTS;
    }

    /**
     * The whole current definition as other services need it; {@code version} rises with each change. {@code requirements}
     * of venues, of how things are told and of suppliers, and {@code goals}; not said are none.
     */
    @EventType("org.samverka.participants.program-defined.v1")
    record ProgramDefined(
            UUID programId,
            String program,
            int version,
            String name,
            LocalDate from,
            LocalDate to,
            String zone,
            List<Language> languages,
            List<String> organizations,
            List<TargetGroup> targetGroups,
            @Nullable List<Requirement> requirements,
            @Nullable List<Goal> goals)
            implements ParticipantEvent {
        public ProgramDefined(
                UUID programId,
                String program,
                int version,
                String name,
                LocalDate from,
                LocalDate to,
                String zone,
                List<Language> languages,
                List<String> organizations,
                List<TargetGroup> targetGroups) {
            this(programId, program, version, name, from, to, zone, languages, organizations, targetGroups, null, null);
        }

        @Override
        public String key() {
            return programId.toString();
        }
    }

    /** Something that shall, or should, be met. */
    record Requirement(String key, RequirementKind kind, RequirementLevel level, String text) {}

    /** Of premises, of how things are told, or of suppliers. */
    enum RequirementKind {
        physical,
        communicative,
        procurement
    }

    enum RequirementLevel {
        shall,
        should
    }

    /**
     * {@code seats} is a limit, {@code plannedSize} is not. Being in a {@code support} group is health data and nothing that
     * an employer may learn: figures about it are controlled for everybody, texts about it are neutral. With
     * {@code bookingApproval} a manager approves what somebody of the group books themself; not said is no.
     */
    record TargetGroup(
            String key,
            String name,
            @Nullable Integer plannedSize,
            @Nullable Integer plannedWomen,
            @Nullable Integer plannedMen,
            @Nullable Integer seats,
            @Nullable Boolean support,
            @Nullable Boolean bookingApproval) {
        public TargetGroup(
                String key,
                String name,
                @Nullable Integer plannedSize,
                @Nullable Integer plannedWomen,
                @Nullable Integer plannedMen,
                @Nullable Integer seats) {
            this(key, name, plannedSize, plannedWomen, plannedMen, seats, null, null);
        }
    }

    /**
     * What shall be reached, {@code wording} verbatim. {@code metric} is count, share or relative-change of what
     * {@code measure} names; a goal without both is not measured. {@code threshold} is a number, or a fraction of a share or
     * a change; "about": met when short by no more than the fraction {@code tolerance}. With fewer people than
     * {@code minimumN} the result is withheld.
     */
    record Goal(
            String key,
            String wording,
            @Nullable String metric,
            @Nullable String measure,
            @Nullable String targetGroup,
            @Nullable GoalPopulation population,
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal tolerance,
            @Nullable List<String> statements,
            @Nullable Agreement agreement,
            @Nullable List<String> disaggregations,
            @Nullable Integer minimumN) {}

    /** Of whom: {@code state} is enrolled, confirmed or completed; as it was on {@code frozenOn}, where that is said. */
    record GoalPopulation(
            @Nullable String targetGroup,
            @Nullable String state,
            @Nullable LocalDate frozenOn) {}

    /**
     * Where agreement is told: a respondent of {@code survey} agrees who scores at least {@code yesFrom} (3, not said) in
     * each of {@code items}; a score below {@code validFrom} (1, not said) takes no position.
     */
    record Agreement(
            String survey,
            List<String> items,
            @Nullable Integer yesFrom,
            @Nullable Integer validFrom) {}

    /**
     * What statistics may know of a person, full state. {@code extent} (0-1) is the sum over current employments;
     * {@code active} is false once no employment is left. {@code sameAs} is the pseudonym under which the person counts as
     * one head, when somebody found that two records are the same person; none: their own.
     */
    @EventType("org.samverka.participants.person-changed.v1")
    record PersonChanged(
            UUID personId,
            UUID pseudonym,
            String organization,
            @Nullable String unit,
            Gender gender,
            int birthYear,
            BigDecimal extent,
            boolean leader,
            boolean active,
            @Nullable UUID sameAs)
            implements ParticipantEvent {
        @Override
        public String key() {
            return personId.toString();
        }
    }

    /**
     * A unit of an organization and the one that it belongs to, full state; without {@code parent} it is the organization's
     * own. Of several about one unit the highest {@code stamp}, compared as text, is the newest.
     */
    @EventType("org.samverka.participants.unit-stated.v1")
    record UnitStated(
            String organization, String unit, @Nullable String parent, String stamp) implements ParticipantEvent {
        @Override
        public String key() {
            return organization;
        }
    }

    /** A person entered a target group of a program on {@code date}, or its waiting list. */
    @EventType("org.samverka.participants.participant-enrolled.v1")
    record ParticipantEnrolled(
            UUID enrollmentId,
            String program,
            UUID personId,
            UUID pseudonym,
            String targetGroup,
            String organization,
            EnrollmentState state,
            LocalDate date)
            implements ParticipantEvent {
        @Override
        public String key() {
            return personId.toString();
        }
    }

    @EventType("org.samverka.participants.enrollment-withdrawn.v1")
    record EnrollmentWithdrawn(
            UUID enrollmentId, String program, UUID personId, UUID pseudonym, String targetGroup, LocalDate date)
            implements ParticipantEvent {
        @Override
        public String key() {
            return personId.toString();
        }
    }

    /**
     * An enrollment came into another state; entering a group or its waiting list is said by ParticipantEnrolled, leaving
     * by EnrollmentWithdrawn. {@code offerUntil} is when an offered seat goes to the next; {@code reason} a stable code in
     * kebab-case. The higher {@code version} wins.
     */
    @EventType("org.samverka.participants.enrollment-changed.v1")
    record EnrollmentChanged(
            UUID enrollmentId,
            String program,
            UUID personId,
            UUID pseudonym,
            String targetGroup,
            String organization,
            EnrollmentState state,
            EnrollmentState before,
            LocalDate date,
            @Nullable String reason,
            @Nullable Instant offerUntil,
            int version)
            implements ParticipantEvent {
        @Override
        public String key() {
            return personId.toString();
        }
    }

    /**
     * An organization's application for seats in a program, or for a grant, full state. {@code sought} and {@code granted}
     * are decimal strings in {@code currency}, of grants only.
     */
    @EventType("org.samverka.participants.application-changed.v1")
    record ApplicationChanged(
            UUID applicationId,
            UUID programId,
            String program,
            String organization,
            ApplicationKind kind,
            String round,
            ApplicationState state,
            @Nullable Integer seats,
            @Nullable String sought,
            @Nullable String granted,
            @Nullable String currency,
            LocalDate date,
            int version)
            implements ParticipantEvent {
        @Override
        public String key() {
            return programId.toString();
        }
    }

    /** What a person allows, or no longer does. */
    @EventType("org.samverka.participants.consent-changed.v1")
    record ConsentChanged(UUID personId, String purpose, boolean allowed, Instant at) implements ParticipantEvent {
        @Override
        public String key() {
            return personId.toString();
        }
    }

    /** {@code offered} holds a seat until a time; {@code applied} waits for approval. */
    enum EnrollmentState {
        applied,
        refused,
        offered,
        confirmed,
        waitlisted,
        withdrawn,
        completed,
        discontinued
    }

    enum ApplicationKind {
        participation,
        grant
    }

    enum ApplicationState {
        draft,
        submitted,
        accepted,
        refused,
        withdrawn,
        reported
    }
}

package org.samverka.participants.program;

import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.GoalPopulation;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.ParticipantEvent.RequirementKind;
import org.samverka.contracts.ParticipantEvent.RequirementLevel;

/**
 * A program as its coordinator and funder agreed it: a version of its definition. Days are local to {@code zone} and
 * inclusive; what the document leaves out is an empty list here, or null where that says something of its own.
 */
public record ProgramDefinition(
        String key,
        String name,
        @Nullable String summary,
        @Nullable LocalDate effectiveFrom,
        Period period,
        String zone,
        List<Language> languages,
        @Nullable Funding funding,
        List<Role> organizations,
        List<TargetGroup> targetGroups,
        @Nullable List<Track> tracks,
        @Nullable List<Round> rounds,
        @Nullable List<Grant> grants,
        @Nullable List<PlannedCount> planned,
        @Nullable List<Goal> goals,
        @Nullable List<Requirement> requirements,
        @Nullable List<Dissemination> dissemination,
        @Nullable List<String> activities,
        @Nullable Retention retention) {
    private static final Set<String> TAKING_PART = Set.of("owner", "participating");

    public ProgramDefinition {
        tracks = orNone(tracks);
        rounds = orNone(rounds);
        grants = orNone(grants);
        planned = orNone(planned);
        goals = orNone(goals);
        requirements = orNone(requirements);
        dissemination = orNone(dissemination);
        activities = orNone(activities);
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return requireNonNullElse(list, List.of());
    }

    /** Both days inclusive. */
    public record Period(LocalDate from, LocalDate to) {}

    /** What an organization is in the program: owner, participating, analyzed, partner, funder, provider, supplier. */
    public record Role(String key, String role) {}

    /** A decimal amount, written as text, in an ISO 4217 currency. */
    public record Money(BigDecimal amount, String currency) {}

    /** Who pays: {@code total} is the whole budget, {@code granted} the funder's part of it. */
    public record Funding(
            String funder,
            @Nullable String fundingProgram,
            @Nullable String region,
            @Nullable String call,
            @Nullable List<String> projectNumbers,
            @Nullable String projectNumber,
            @Nullable Money total,
            @Nullable Money granted) {}

    /** {@code seats} and {@code seatsPerOrganization} are limits, {@code plannedSize} ("about", give or take a fraction) is not. */
    public record TargetGroup(
            String key,
            String name,
            @Nullable Integer plannedSize,
            @Nullable Integer plannedWomen,
            @Nullable Integer plannedMen,
            @Nullable BigDecimal tolerance,
            @Nullable Integer seats,
            @Nullable Integer seatsPerOrganization,
            @Nullable Boolean approval,
            @Nullable Boolean bookingApproval,
            @Nullable Boolean support,
            @Nullable Eligibility eligibility,
            @Nullable List<String> notTogetherWith,
            @Nullable List<Prerequisite> prerequisites,
            @Nullable RoleMix roleMix,
            @Nullable WaitingList waitingList,
            @Nullable Completion completion,
            @Nullable HrRules hr) {
        public TargetGroup {
            approval = requireNonNullElse(approval, false);
            bookingApproval = requireNonNullElse(bookingApproval, false);
            support = requireNonNullElse(support, false);
            notTogetherWith = orNone(notTogetherWith);
            prerequisites = orNone(prerequisites);
            waitingList = requireNonNullElse(waitingList, new WaitingList(null, null, null));
        }
    }

    /** Who may be in a group; what is not said does not matter. */
    public record Eligibility(
            @Nullable Boolean leader,
            @Nullable BigDecimal minimumExtent,
            @Nullable Set<String> organizations,
            @Nullable Set<String> units) {}

    /**
     * What must have been before: the person {@code completed} a target group, or somebody of the person's organization
     * attended ({@code organization-attended}) one. Without a program it is this one, without a group any of it.
     */
    public record Prerequisite(
            String kind, @Nullable String program, @Nullable String targetGroup) {}

    /** How many leaders and others at least an organization's team has. */
    public record RoleMix(int leaders, int employees) {}

    /**
     * Who gets a seat that comes free: the first of the same organization where seats are per organization, and with
     * {@code acrossOrganizations} else the first of any. {@code promotion} is automatic, or offer: held for offerHours.
     */
    public record WaitingList(
            @Nullable String promotion,
            @Nullable Integer offerHours,
            @Nullable Boolean acrossOrganizations) {
        public WaitingList {
            promotion = requireNonNullElse(promotion, "automatic");
            offerHours = requireNonNullElse(offerHours, 48);
            acrossOrganizations = requireNonNullElse(acrossOrganizations, false);
        }
    }

    /** What makes an enrollment completed: at least so many sessions attended, so many hours, or both. */
    public record Completion(
            @Nullable Integer sessions,
            @Nullable Integer ofSessions,
            @Nullable BigDecimal hours) {}

    /** What HR events do: {@code joins} offer or none; {@code moves} keep, transfer or end; {@code leaves} keep or end. */
    public record HrRules(
            @Nullable String joins,
            @Nullable String moves,
            @Nullable String leaves,
            @Nullable Set<String> units) {}

    public record Track(
            String key,
            String name,
            @Nullable List<String> targetGroups,
            @Nullable List<Module> modules) {}

    public record Module(String key, String name, @Nullable BigDecimal hours) {}

    /** When and how organizations apply: dates are whole days in the program's zone, the last inclusive. */
    public record Round(
            String key,
            @Nullable String name,
            LocalDate opens,
            LocalDate closes,
            String targetGroup,
            int seatsPerOrganization,
            @Nullable Integer organizations,
            @Nullable LocalDate releaseUnusedOn) {}

    /** Money that organizations apply for elsewhere, with what they must report back. */
    public record Grant(
            String key,
            String name,
            String body,
            @Nullable Money total,
            @Nullable LocalDate deadline,
            @Nullable List<String> reportBack) {}

    /** "About 55": {@code count}, give or take {@code tolerance} (a fraction); of a measure, in a group or track. */
    public record PlannedCount(
            String key,
            String name,
            String measure,
            @Nullable String targetGroup,
            @Nullable String track,
            @Nullable Boolean leader,
            int count,
            @Nullable BigDecimal tolerance) {}

    /** What shall be reached, in the funder's own words, and how it is measured. */
    public record Goal(
            String key,
            String wording,
            @Nullable String metric,
            @Nullable String measure,
            @Nullable String targetGroup,
            @Nullable Population population,
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal tolerance,
            @Nullable List<String> statements,
            @Nullable Agreement agreement,
            @Nullable List<String> disaggregations,
            @Nullable Integer minimumN,
            @Nullable Reference reference) {}

    /** Of whom: an enrollment's state in a target group, fixed on a date where that is said. */
    public record Population(
            @Nullable String targetGroup,
            @Nullable String state,
            @Nullable LocalDate frozenOn) {}

    /**
     * Which survey's answers tell agreement: at least {@code yesFrom} (3) in each item; lower than {@code validFrom} (1)
     * takes no position.
     */
    public record Agreement(
            String survey,
            List<String> items,
            @Nullable Integer yesFrom,
            @Nullable Integer validFrom) {}

    /** What an earlier evaluation found. */
    public record Reference(
            String source, BigDecimal value, @Nullable Integer n) {}

    /** A physical, communicative or procurement requirement that shall or should be met. */
    public record Requirement(String key, String kind, String level, String text) {}

    public record Dissemination(
            String key,
            String name,
            @Nullable Integer count,
            @Nullable String audience) {}

    /** Months after the program's last day. */
    public record Retention(
            @Nullable Integer enrollmentMonths,
            @Nullable Integer needsMonths,
            @Nullable Boolean legalHold) {}

    /** Whose people can be enrolled. */
    List<String> takingPart() {
        return organizations.stream()
                .filter(organization -> TAKING_PART.contains(organization.role()))
                .map(Role::key)
                .distinct()
                .toList();
    }

    ProgramDefined event(UUID id, int version) {
        return new ProgramDefined(
                id,
                key,
                version,
                name,
                period.from(),
                period.to(),
                zone,
                languages,
                organizations.stream().map(Role::key).distinct().toList(),
                targetGroups.stream().map(ProgramDefinition::told).toList(),
                orNone(requirements).stream().map(ProgramDefinition::told).toList(),
                orNone(goals).stream().map(ProgramDefinition::told).toList());
    }

    private static org.samverka.contracts.ParticipantEvent.Requirement told(Requirement requirement) {
        return new org.samverka.contracts.ParticipantEvent.Requirement(
                requirement.key(),
                RequirementKind.valueOf(requirement.kind()),
                RequirementLevel.valueOf(requirement.level()),
                requirement.text());
    }

    private static org.samverka.contracts.ParticipantEvent.Goal told(Goal goal) {
        Population of = goal.population();
        Agreement agreement = goal.agreement();
        return new org.samverka.contracts.ParticipantEvent.Goal(
                goal.key(),
                goal.wording(),
                goal.metric(),
                goal.measure(),
                goal.targetGroup(),
                of == null ? null : new GoalPopulation(of.targetGroup(), of.state(), of.frozenOn()),
                goal.threshold(),
                goal.tolerance(),
                goal.statements(),
                agreement == null
                        ? null
                        : new org.samverka.contracts.ParticipantEvent.Agreement(
                                agreement.survey(), agreement.items(), agreement.yesFrom(), agreement.validFrom()),
                goal.disaggregations(),
                goal.minimumN());
    }

    private static org.samverka.contracts.ParticipantEvent.TargetGroup told(TargetGroup group) {
        return new org.samverka.contracts.ParticipantEvent.TargetGroup(
                group.key(),
                group.name(),
                group.plannedSize(),
                group.plannedWomen(),
                group.plannedMen(),
                group.seats(),
                group.support(),
                group.bookingApproval());
    }
}

package org.samverka.participants.program;

import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Refused;
import org.samverka.participants.program.ProgramDefinition.Eligibility;
import org.samverka.participants.program.ProgramDefinition.Prerequisite;

/** A program as enrollment sees it: who may be in which of its groups, and where there are seats. */
public final class Program {
    private static final String COMPLETED = "completed";

    private final UUID id;
    private final ProgramDefinition definition;
    private final SortedMap<String, TargetGroup> targetGroups = new TreeMap<>();

    /** @param seats of each group that has a limit */
    Program(UUID id, ProgramDefinition definition, Map<String, Seats> seats) {
        this.id = id;
        this.definition = definition;
        definition
                .targetGroups()
                .forEach(group -> targetGroups.put(
                        group.key(),
                        new TargetGroup(
                                group,
                                Objects.requireNonNullElseGet(seats.get(group.key()), () -> new Seats(null, 0)))));
    }

    public UUID id() {
        return id;
    }

    public String key() {
        return definition.key();
    }

    public ProgramDefinition definition() {
        return definition;
    }

    /**
     * Takes a seat where there is one, a place on the waiting list where there is none; where a group asks for approval
     * the person has applied, and nothing more.
     */
    public EnrollmentState admit(Candidate candidate, String targetGroup, LocalDate date) {
        TargetGroup group = group(targetGroup);
        group.check(candidate, date);
        return group.needsApproval() ? EnrollmentState.applied : group.enter(candidate);
    }

    public boolean has(String targetGroup) {
        return targetGroups.containsKey(targetGroup);
    }

    public Collection<TargetGroup> targetGroups() {
        return targetGroups.values();
    }

    public TargetGroup group(String targetGroup) {
        TargetGroup group = targetGroups.get(targetGroup);
        if (group == null) {
            throw new Invalid(
                    "/targetGroup",
                    "unknown-target-group",
                    "The program has: " + String.join(", ", targetGroups.keySet()));
        }
        return group;
    }

    /** Groups whose seats are counted: their own, or those of each organization. */
    List<String> limitedGroups() {
        return targetGroups.values().stream()
                .filter(TargetGroup::isLimited)
                .map(TargetGroup::key)
                .toList();
    }

    void seatsAreKept() {
        targetGroups.values().forEach(group -> {
            group.seats.keep();
            group.ofOrganizations.values().forEach(Seats::keep);
        });
    }

    private boolean isFedByRound(String targetGroup) {
        return Objects.requireNonNull(definition.rounds()).stream()
                .anyMatch(round -> round.targetGroup().equals(targetGroup));
    }

    /** Exclusion holds both ways, whichever of the two groups says it. */
    private Set<String> excludedBy(ProgramDefinition.TargetGroup group) {
        var excluded = new TreeSet<>(Objects.requireNonNull(group.notTogetherWith()));
        definition.targetGroups().stream()
                .filter(other -> Objects.requireNonNull(other.notTogetherWith()).contains(group.key()))
                .map(ProgramDefinition.TargetGroup::key)
                .forEach(excluded::add);
        return excluded;
    }

    /** What was before, that a group asks for; of this program where the definition names none. */
    public record Before(
            boolean completed, String program, @Nullable String targetGroup) {}

    /** A group's rules and seats. */
    public final class TargetGroup {
        private final ProgramDefinition.TargetGroup definition;
        private final Seats seats;
        private final boolean perOrganization;
        private final Map<String, Seats> ofOrganizations = new HashMap<>();
        private final Set<String> excluded;
        private final List<Before> prerequisites;

        private TargetGroup(ProgramDefinition.TargetGroup definition, Seats seats) {
            this.definition = definition;
            this.seats = seats;
            this.perOrganization = definition.seatsPerOrganization() != null || isFedByRound(definition.key());
            this.excluded = excludedBy(definition);
            this.prerequisites = Objects.requireNonNull(definition.prerequisites()).stream()
                    .map(this::before)
                    .toList();
        }

        private Before before(Prerequisite prerequisite) {
            return new Before(
                    prerequisite.kind().equals(COMPLETED),
                    Objects.requireNonNullElse(prerequisite.program(), Program.this.key()),
                    prerequisite.targetGroup());
        }

        public String key() {
            return definition.key();
        }

        public ProgramDefinition.TargetGroup definition() {
            return definition;
        }

        public boolean isSupport() {
            return Boolean.TRUE.equals(definition.support());
        }

        public boolean needsApproval() {
            return Boolean.TRUE.equals(definition.approval());
        }

        public boolean isLimited() {
            return perOrganization || seats.isLimited();
        }

        public boolean isPerOrganization() {
            return perOrganization;
        }

        public List<Before> prerequisites() {
            return prerequisites;
        }

        /** What an organization has, as read while the group is locked; said again it changes nothing. */
        public void organizationHas(String organization, int limit, int taken) {
            ofOrganizations.computeIfAbsent(organization, unread -> new Seats(limit, taken));
        }

        /** The organizations that have seats left, with how many. */
        public Map<String, Integer> freeByOrganization() {
            return ofOrganizations.entrySet().stream()
                    .filter(organization -> organization.getValue().free() > 0)
                    .collect(toMap(
                            Map.Entry::getKey,
                            organization -> organization.getValue().free()));
        }

        /** How many more the group can take, whichever their organization. */
        public int free() {
            return seats.free();
        }

        public boolean hasSeatFor(String organization) {
            Seats own = ofOrganizations.get(organization);
            return seats.free() > 0 && (!perOrganization || own != null && own.free() > 0);
        }

        public void take(String organization) {
            seats.take();
            if (perOrganization) {
                of(organization).take();
            }
        }

        public void release(String organization) {
            seats.release();
            Seats own = ofOrganizations.get(organization);
            if (own != null) {
                own.release();
            }
        }

        /** Lets another organization have a seat that nobody of this one waits for. */
        public void giveSeat(String from, String to) {
            of(from).give(-1);
            ofOrganizations.computeIfAbsent(to, without -> new Seats(0, 0)).give(1);
        }

        private Seats of(String organization) {
            Seats own = ofOrganizations.get(organization);
            if (own == null) {
                throw new OrganizationWithoutSeats();
            }
            return own;
        }

        Seats seats() {
            return seats;
        }

        Map<String, Seats> ofOrganizations() {
            return ofOrganizations;
        }

        /** Says no, with the reason, to whom the group is not for. */
        public void check(Candidate candidate, LocalDate date) {
            if (candidate.answerIsForOrganization() && isSupport()) {
                throw new SupportIsPersonal();
            }
            checkPeriod(date);
            if (definition.eligibility() != null) {
                check(candidate, definition.eligibility());
            }
            checkTogether(candidate);
            prerequisites.forEach(before -> check(candidate, before));
            if (perOrganization) {
                of(candidate.organization());
            }
        }

        private void checkPeriod(LocalDate date) {
            ProgramDefinition.Period period = Program.this.definition.period();
            if (date.isBefore(period.from()) || date.isAfter(period.to())) {
                throw new OutsideProgramPeriod(period.from(), period.to());
            }
        }

        private void check(Candidate candidate, Eligibility rule) {
            Set<String> organizations = rule.organizations();
            if (organizations != null && !organizations.contains(candidate.organization())) {
                throw new OrganizationNotEligible(key(), organizations);
            }
            if (rule.leader() == null && rule.minimumExtent() == null && rule.units() == null) {
                return;
            }
            if (!candidate.employed()) {
                throw new NotEmployed();
            }
            if (rule.leader() != null && rule.leader() != candidate.leader()) {
                throw rule.leader() ? new LeadersOnly(key()) : new NotForLeaders(key());
            }
            BigDecimal least = rule.minimumExtent();
            if (least != null && candidate.extent().compareTo(least) < 0) {
                throw new ExtentTooSmall(key(), least);
            }
            Set<String> units = rule.units();
            if (units != null && (candidate.unit() == null || !units.contains(candidate.unit()))) {
                throw new UnitNotEligible(key(), units);
            }
        }

        private void checkTogether(Candidate candidate) {
            Set<String> both = new LinkedHashSet<>(excluded);
            both.retainAll(candidate.groups());
            if (both.isEmpty()) {
                return;
            }
            boolean tells = both.stream().anyMatch(other -> group(other).isSupport());
            if (candidate.answerIsForOrganization() && tells) {
                throw new NotAdmitted();
            }
            throw new NotTogether(key(), both);
        }

        private void check(Candidate candidate, Before before) {
            boolean was = before.completed()
                    ? candidate.completed(before.program(), before.targetGroup())
                    : candidate.organizationAttended(before.program(), before.targetGroup());
            if (!was) {
                throw before.completed() ? new NotCompletedBefore(before) : new OrganizationHasNotAttended(before);
            }
        }

        private EnrollmentState enter(Candidate candidate) {
            if (candidate.othersWait() || !hasSeatFor(candidate.organization())) {
                return EnrollmentState.waitlisted;
            }
            take(candidate.organization());
            return EnrollmentState.confirmed;
        }
    }

    static final class OutsideProgramPeriod extends Refused {
        OutsideProgramPeriod(LocalDate from, LocalDate to) {
            super("The program runs from %s to %s; give a date within".formatted(from, to));
        }
    }

    static final class OrganizationNotEligible extends Refused {
        OrganizationNotEligible(String group, Set<String> organizations) {
            super("%s is for people of: %s; choose another group"
                    .formatted(group, String.join(", ", new TreeSet<>(organizations))));
        }
    }

    static final class NotEmployed extends Refused {
        NotEmployed() {
            super(
                    "The person has no employment today, and the group is for employees; wait for the HR feed to state one");
        }
    }

    static final class LeadersOnly extends Refused {
        LeadersOnly(String group) {
            super("%s is for leaders, and the person is none by their employment".formatted(group));
        }
    }

    static final class NotForLeaders extends Refused {
        NotForLeaders(String group) {
            super("%s is for employees who lead nobody, and the person is a leader".formatted(group));
        }
    }

    static final class ExtentTooSmall extends Refused {
        ExtentTooSmall(String group, BigDecimal least) {
            super("%s asks for an extent of at least %s, and the person's employments come to less"
                    .formatted(group, least.toPlainString()));
        }
    }

    static final class UnitNotEligible extends Refused {
        UnitNotEligible(String group, Set<String> units) {
            super("%s is for people of the units: %s".formatted(group, String.join(", ", new TreeSet<>(units))));
        }
    }

    static final class NotTogether extends Refused {
        NotTogether(String group, Set<String> others) {
            super("Nobody is in %s together with %s; withdraw the other enrollment first"
                    .formatted(group, String.join(", ", others)));
        }
    }

    /** Says nothing about why: the reason concerns the person only. */
    static final class NotAdmitted extends Refused {
        NotAdmitted() {
            super("The person cannot enter this group now; ask the program's coordinator");
        }
    }

    static final class SupportIsPersonal extends Refused {
        SupportIsPersonal() {
            super("This group is support for individuals; only the program's coordinator enrolls people in it");
        }
    }

    static final class NotCompletedBefore extends Refused {
        NotCompletedBefore(Before before) {
            super("The person must have completed %s first".formatted(name(before)));
        }
    }

    static final class OrganizationHasNotAttended extends Refused {
        OrganizationHasNotAttended(Before before) {
            super(
                    "This is only for organizations that have taken part in %s; nobody of the person's has attended it yet"
                            .formatted(name(before)));
        }
    }

    private static String name(Before before) {
        return before.targetGroup() == null
                ? before.program()
                : "%s of %s".formatted(before.targetGroup(), before.program());
    }

    static final class OrganizationWithoutSeats extends Refused {
        OrganizationWithoutSeats() {
            super(
                    "The person's organization has no seats in this group; it gets them when its application is accepted");
        }
    }
}

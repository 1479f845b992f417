package org.samverka.participants.enrollment;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.rest.DomainException;
import org.samverka.participants.enrollment.Claim.PersonReference;
import org.samverka.participants.enrollment.Enrollments.Found;
import org.samverka.participants.person.Movements;
import org.samverka.participants.program.Program;
import org.samverka.participants.program.Program.TargetGroup;
import org.samverka.participants.program.ProgramDefinition.HrRules;
import org.samverka.participants.program.Programs;

/** Lets programs follow what the HR feed says: who joins a unit is offered a seat, who moves or leaves goes with the day. */
@ApplicationScoped
class FollowMovements implements Movements {
    private static final String MOVED = "moved-to-another-unit";
    private static final String LEFT = "left-the-organization";
    private static final String TRANSFERRED = "transferred";

    private final Programs programs;
    private final Enrollments enrollments;
    private final Changes changes;
    private final Lifecycle lifecycle;
    private final WaitingList waitingList;
    private final Clock clock;

    FollowMovements(
            Programs programs,
            Enrollments enrollments,
            Changes changes,
            Lifecycle lifecycle,
            WaitingList waitingList,
            Clock clock) {
        this.programs = programs;
        this.enrollments = enrollments;
        this.changes = changes;
        this.lifecycle = lifecycle;
        this.waitingList = waitingList;
        this.clock = clock;
    }

    /** Since when somebody is in their unit, and the day after their last. */
    private record Days(@Nullable LocalDate moved, @Nullable LocalDate gone) {}

    /** A seat that a movement gives somebody: an offer, or a place instead of another. */
    private record Opening(Claim claim, @Nullable Enrollment instead) {}

    @Override
    public Uni<Void> heard(List<Movement> movements) {
        if (movements.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<String> organizations =
                movements.stream().map(Movement::organization).collect(Collectors.toSet());
        return programs.withHrRules(organizations)
                .onItem()
                .transformToMulti(keys -> Multi.createFrom().iterable(keys))
                .onItem()
                .transformToUniAndConcatenate(key -> follow(key, movements))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> follow(String key, List<Movement> movements) {
        return programs.forReading(key)
                .map(FollowMovements::ruledGroups)
                .chain(groups -> lifecycle.read(key, groups))
                .chain(program -> places(program, movements)
                        .chain(places ->
                                days(program, movements).chain(days -> follow(program, movements, places, days))));
    }

    private static Set<String> ruledGroups(Program program) {
        return program.targetGroups().stream()
                .filter(group -> group.definition().hr() != null)
                .map(TargetGroup::key)
                .collect(Collectors.toSet());
    }

    private Uni<Void> follow(Program program, List<Movement> movements, List<Enrollment> places, Map<UUID, Days> days) {
        Map<UUID, List<Enrollment>> ofPerson = places.stream().collect(groupingBy(place -> place.personId));
        var steps = new ArrayList<Change>();
        var left = new ArrayList<Enrollment>();
        var openings = new ArrayList<Opening>();
        for (Movement movement : movements) {
            for (Enrollment place : ofPerson.getOrDefault(movement.personId(), List.of())) {
                boolean hadSeat = place.holdsSeat();
                Change step = step(program, movement, place, day(program, movement, days), openings);
                if (step != null) {
                    steps.add(step);
                    if (hadSeat) {
                        left.add(place);
                    }
                }
            }
            openings.addAll(offers(program, movement, day(program, movement, days)));
        }
        return changes.keep(steps)
                .chain(() -> open(program, openings))
                .chain(enrollments::begin)
                .chain(() -> lifecycle.passOn(program, left))
                .chain(() -> programs.keepSeats(program));
    }

    private LocalDate day(Program program, Movement movement, Map<UUID, Days> days) {
        Days known = days.get(movement.personId());
        LocalDate day = known == null ? null : movement.to() == null ? known.gone() : known.moved();
        return Objects.requireNonNullElseGet(
                day,
                () -> LocalDate.now(
                        clock.withZone(ZoneId.of(program.definition().zone()))));
    }

    private @Nullable Change step(
            Program program, Movement movement, Enrollment place, LocalDate day, List<Opening> openings) {
        HrRules rules = program.group(place.targetGroup).definition().hr();
        if (rules == null) {
            return null;
        }
        if (movement.to() == null) {
            return "end".equals(rules.leaves()) ? place.end(day, LEFT, Actor.HR_FEED) : null;
        }
        if (movement.from() == null || concerns(rules, movement.to()) && rules.units() != null) {
            return null;
        }
        if ("end".equals(rules.moves())) {
            return place.end(day, MOVED, Actor.HR_FEED);
        }
        String target = "transfer".equals(rules.moves()) ? groupOf(program, movement.to()) : null;
        if (target == null) {
            return null;
        }
        openings.add(new Opening(claim(movement, target, day), place));
        return place.end(day, TRANSFERRED, Actor.HR_FEED);
    }

    private static boolean concerns(HrRules rules, String unit) {
        return rules.units() == null || rules.units().contains(unit);
    }

    /** The first group that says the unit is its own. */
    private static @Nullable String groupOf(Program program, String unit) {
        return program.definition().targetGroups().stream()
                .filter(group -> group.hr() != null
                        && group.hr().units() != null
                        && group.hr().units().contains(unit))
                .map(group -> group.key())
                .findFirst()
                .orElse(null);
    }

    private static List<Opening> offers(Program program, Movement movement, LocalDate day) {
        String unit = movement.to();
        if (unit == null) {
            return List.of();
        }
        return program.targetGroups().stream()
                .filter(group -> isOffered(group.definition().hr(), unit, movement.from()))
                .map(group -> new Opening(claim(movement, group.key(), day), null))
                .toList();
    }

    /** Who moves between two units of a group has been there already. */
    private static boolean isOffered(@Nullable HrRules rules, String to, @Nullable String from) {
        return rules != null
                && "offer".equals(rules.joins())
                && concerns(rules, to)
                && (from == null || !concerns(rules, from));
    }

    private static Claim claim(Movement movement, String targetGroup, LocalDate day) {
        return new Claim(
                UUID.randomUUID(),
                new PersonReference(movement.personId(), null, null),
                targetGroup,
                day,
                null,
                Actor.HR_FEED,
                null,
                Trace.current());
    }

    /** Who may not be in the group, or finds no seat there, is offered none. */
    private Uni<List<Enrollment>> open(Program program, List<Opening> openings) {
        if (openings.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Claim> claims = openings.stream().map(Opening::claim).toList();
        return Enrollments.known(program, claims)
                .map(Enrollments.Known::applicants)
                .chain(found -> Enrollments.past(program, found.values(), claims)
                        .map(past -> open(program, openings, found, past)));
    }

    private List<Enrollment> open(Program program, List<Opening> openings, Map<UUID, Found> found, Past past) {
        var begun = new ArrayList<Enrollment>();
        var entered = new HashMap<UUID, Map<String, EnrollmentState>>();
        for (Opening opening : openings) {
            Found person = found.get(opening.claim().enrollmentId());
            if (person != null) {
                Map<String, EnrollmentState> now =
                        entered.computeIfAbsent(person.applicant().id(), first -> new HashMap<>());
                Enrollment enrollment =
                        open(program, opening, person.applicant().with(now, past));
                if (enrollment != null) {
                    now.put(enrollment.targetGroup, enrollment.state);
                    begun.add(enrollment);
                }
            }
        }
        return begun;
    }

    private @Nullable Enrollment open(Program program, Opening opening, Applicant person) {
        Claim claim = opening.claim();
        Enrollment instead = opening.instead();
        Applicant applicant = instead == null ? person : person.without(instead.targetGroup);
        TargetGroup group = program.group(claim.targetGroup());
        try {
            applicant.checkFor(claim);
            applicant.checkNew(claim.targetGroup());
            group.check(applicant, claim.date());
        } catch (DomainException refusal) {
            return null;
        }
        boolean seat = !applicant.othersWait() && group.hasSeatFor(applicant.organization());
        if (!seat && instead == null) {
            return null;
        }
        if (seat) {
            group.take(applicant.organization());
        }
        Instant until = instead == null ? waitingList.offerEnd(group) : null;
        return new Enrollment(
                claim.enrollmentId(),
                program.id(),
                program.key(),
                applicant.id(),
                applicant.pseudonym(),
                claim.targetGroup(),
                applicant.organization(),
                instead == null
                        ? EnrollmentState.offered
                        : seat ? EnrollmentState.confirmed : EnrollmentState.waitlisted,
                claim.date(),
                group.isSupport(),
                until,
                claim.by());
    }

    private static Uni<List<Enrollment>> places(Program program, List<Movement> movements) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select * from enrollment where person_id = any(cast(:people as uuid[])) and program_id = :program
                                    and target_group = any(cast(:groups as text[]))
                                    and state in ('applied', 'offered', 'confirmed', 'waitlisted')
                                order by id for no key update
                                """, Enrollment.class)
                        .setParameter("people", people(movements))
                        .setParameter("program", program.id())
                        .setParameter("groups", ruledGroups(program).toArray(String[]::new))
                        .getResultList());
    }

    private static Uni<Map<UUID, Days>> days(Program program, List<Movement> movements) {
        List<Movement> some = movements.stream()
                .filter(movement -> isConcerned(program, movement))
                .toList();
        return some.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : Panache.getSession().chain(session -> days(session, some));
    }

    private static boolean isConcerned(Program program, Movement movement) {
        return program.targetGroups().stream()
                .map(group -> group.definition().hr())
                .filter(Objects::nonNull)
                .anyMatch(rules -> rules.units() == null
                        || rules.units().contains(movement.to())
                        || rules.units().contains(movement.from()));
    }

    private static Uni<Map<UUID, Days>> days(Mutiny.Session session, List<Movement> movements) {
        return session.createNativeQuery("""
                        select p.id,
                            (select max(f.effective_from) from employment e cross join lateral (
                                select unit, effective_from from employment_slice where employment_ref = e.ref
                                union all
                                select to_unit, effective_from from employment_move where employment_ref = e.ref) f
                                where (e.organization, e.person_ref) = (p.organization, p.person_ref)
                                    and f.unit = m.unit and f.effective_from <= current_date + 1),
                            (select max(least(e.last_day, x.last_day)) + 1 from employment e
                                left join employment_end x on x.employment_ref = e.ref
                                where (e.organization, e.person_ref) = (p.organization, p.person_ref))
                        from unnest(cast(:people as uuid[]), cast(:units as text[])) as m (person_id, unit)
                        join person p on p.id = m.person_id
                        """, Object[].class)
                .setParameter("people", people(movements))
                .setParameter("units", movements.stream().map(Movement::to).toArray(String[]::new))
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(toMap(
                                row -> (UUID) row[0],
                                row -> new Days((LocalDate) row[1], (LocalDate) row[2]),
                                (one, again) -> one)));
    }

    private static UUID[] people(List<Movement> movements) {
        return movements.stream().map(Movement::personId).toArray(UUID[]::new);
    }
}

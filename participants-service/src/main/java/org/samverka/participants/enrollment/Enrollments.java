package org.samverka.participants.enrollment;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.delivery.Gathering;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.delivery.Writes;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Idempotency.Given;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.participants.enrollment.Applicant.PersonNotKnown;
import org.samverka.participants.program.Program;
import org.samverka.participants.program.Programs;

/**
 * Who is in which program. Claims on one program that arrive together are decided in one transaction, each by itself and
 * in their order, so that a program with many claimants costs few round trips and its seats are locked once.
 */
@ApplicationScoped
class Enrollments implements PanacheRepositoryBase<Enrollment, UUID> {
    private final Programs programs;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final Gathering<String, Claim, Decision> claims;

    Enrollments(Programs programs, Outbox outbox, Idempotency idempotency, Vertx vertx) {
        this.programs = programs;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.claims = new Gathering<>(vertx, this::decideTogether);
    }

    /**
     * An answer, or why there is none.
     *
     * @param enrollment what is new
     * @param known what the answer is about, also when it had been decided before
     */
    record Decision(
            @Nullable Answer answer,
            @Nullable Enrollment enrollment,
            @Nullable DomainException refusal,
            @Nullable Enrollment known) {
        static Decision given(Answer answer) {
            return new Decision(answer, null, null, null);
        }

        static Decision refused(DomainException refusal) {
            return new Decision(null, null, refusal, null);
        }

        Answer orThrow() {
            if (refusal != null) {
                throw refusal;
            }
            return Objects.requireNonNull(answer);
        }
    }

    Uni<Answer> enroll(String program, Claim claim) {
        return decide(program, claim).map(Decision::orThrow);
    }

    Uni<Decision> decide(String program, Claim claim) {
        return claims.add(program, claim);
    }

    private Uni<List<Decision>> decideTogether(String program, List<Claim> together) {
        return Panache.withTransaction(() -> programs.forEnrollment(program, groupsOf(together))
                .chain(found -> known(found, together)
                        .chain(known -> past(found, known.applicants().values(), together)
                                .map(past -> decide(found, together, known, past)))
                        .call(() -> programs.keepSeats(found))
                        .call(decisions -> keep(together, decisions))));
    }

    /** What follows from the decisions, in one statement. */
    private Uni<Void> keep(List<Claim> together, List<Decision> decisions) {
        var writes = new Writes();
        insert(enrollmentsOf(decisions), writes);
        keepAnswers(together, decisions, writes);
        outbox.appendEntries(entries(together, decisions), writes);
        return writes.execute();
    }

    static Uni<Past> past(Program program, Collection<Found> applicants, List<Claim> together) {
        return Past.of(
                applicants.stream().map(found -> found.applicant().id()).toList(),
                applicants.stream()
                        .map(found -> found.applicant().organization())
                        .toList(),
                groupsOf(together).stream()
                        .filter(program::has)
                        .flatMap(group -> program.group(group).prerequisites().stream())
                        .toList());
    }

    private static Set<String> groupsOf(List<Claim> claims) {
        var groups = new HashSet<String>();
        claims.forEach(claim -> groups.add(claim.targetGroup()));
        return groups;
    }

    private List<Decision> decide(Program program, List<Claim> together, Known known, Past past) {
        var entered = new HashMap<UUID, Map<String, EnrollmentState>>();
        var decisions = new ArrayList<Decision>(together.size());
        for (Claim claim : together) {
            Found found = known.applicants().get(claim.enrollmentId());
            decisions.add(decide(program, claim, found, past, known.given(), entered));
        }
        return decisions;
    }

    /** @param entered who entered which group in this very transaction */
    private Decision decide(
            Program program,
            Claim claim,
            @Nullable Found found,
            Past past,
            Given given,
            Map<UUID, Map<String, EnrollmentState>> entered) {
        try {
            Answer before = claim.key() == null ? null : given.to(claim.key());
            if (before != null) {
                return Decision.given(before);
            }
            if (found == null) {
                throw new PersonNotKnown();
            }
            if (found.committed() != null) {
                return new Decision(answer(found.committed()), null, null, found.committed());
            }
            Enrollment enrollment = admit(program, claim, found.applicant(), past, entered);
            Answer answer = answer(enrollment);
            if (claim.key() != null) {
                given.add(claim.key(), answer);
            }
            return new Decision(answer, enrollment, null, enrollment);
        } catch (DomainException refusal) {
            return Decision.refused(refusal);
        }
    }

    static Enrollment admit(
            Program program,
            Claim claim,
            Applicant person,
            Past past,
            Map<UUID, Map<String, EnrollmentState>> entered) {
        Map<String, EnrollmentState> now = entered.computeIfAbsent(person.id(), first -> new HashMap<>());
        Applicant applicant = person.with(now, past);
        applicant.checkFor(claim);
        Program.TargetGroup group = program.group(claim.targetGroup());
        if (!applicant.answerIsForOrganization() || !group.isSupport()) {
            applicant.checkNew(claim.targetGroup());
        }
        EnrollmentState state = program.admit(applicant, claim.targetGroup(), claim.date());
        now.put(claim.targetGroup(), state);
        return new Enrollment(
                claim.enrollmentId(),
                program.id(),
                program.key(),
                applicant.id(),
                applicant.pseudonym(),
                claim.targetGroup(),
                applicant.organization(),
                state,
                claim.date(),
                group.isSupport(),
                null,
                claim.by());
    }

    private Answer answer(Enrollment enrollment) {
        return idempotency.created(
                EnrollmentResource.EnrollmentView.of(enrollment),
                "/api/v1/enrollments/" + enrollment.id,
                enrollment.version);
    }

    private static List<Enrollment> enrollmentsOf(List<Decision> decisions) {
        return decisions.stream()
                .map(Decision::enrollment)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<Outbox.Entry> entries(List<Claim> together, List<Decision> decisions) {
        var entries = new ArrayList<Outbox.Entry>();
        forEachNew(
                together,
                decisions,
                (claim, decision, enrollment) ->
                        entries.add(new Outbox.Entry(enrollment.begun(), claim.traceparent())));
        return entries;
    }

    private void keepAnswers(List<Claim> together, List<Decision> decisions, Writes writes) {
        var keys = new ArrayList<Idempotency.Key>();
        var answers = new ArrayList<Answer>();
        forEachNew(together, decisions, (claim, decision, enrollment) -> {
            if (claim.key() != null) {
                keys.add(claim.key());
                answers.add(decision.orThrow());
            }
        });
        idempotency.keep(keys, answers, writes);
    }

    private interface New {
        void is(Claim claim, Decision decision, Enrollment enrollment);
    }

    private static void forEachNew(List<Claim> together, List<Decision> decisions, New then) {
        for (int i = 0; i < together.size(); i++) {
            Enrollment enrollment = decisions.get(i).enrollment();
            if (enrollment != null) {
                then.is(together.get(i), decisions.get(i), enrollment);
            }
        }
    }

    /** Who a claim is about; {@code committed} when an earlier attempt at this claim came through. */
    record Found(Applicant applicant, @Nullable Enrollment committed) {}

    /** What is known before claims are decided. */
    record Known(Map<UUID, Found> applicants, Given given) {}

    /** Reads who claims and what was answered before, at once; within the caller's transaction. */
    static Uni<Known> known(Program program, List<Claim> together) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select c.enrollment_id, p.id, p.pseudonym, p.organization,
                                    exists (select from program_organization o
                                        where o.program_id = :program and o.organization = p.organization),
                                    p.unit, p.extent, p.leader, p.active,
                                    (select string_agg(e.target_group || ' ' || e.state, ',') from enrollment e
                                        where e.person_id = p.id and e.program_id = :program and e.id <> c.enrollment_id
                                        and e.state in ('applied', 'offered', 'confirmed', 'waitlisted', 'completed')),
                                    case when c.per_organization then exists (select from enrollment w
                                            where w.program_id = :program and w.target_group = c.target_group
                                            and w.organization = p.organization and w.state = 'waitlisted')
                                        else c.limited and exists (select from enrollment w
                                            where w.program_id = :program and w.target_group = c.target_group
                                            and w.state = 'waitlisted') end as others_wait,
                                    s.seats, s.taken, own.state, own.date, own.target_group, own.version,
                                    kept.request, kept.status, kept.body, kept.location, kept.etag
                                from unnest(cast(:ids as uuid[]), cast(:people as uuid[]), cast(:organizations as text[]), cast(:refs as text[]),
                                    cast(:groups as text[]), cast(:limited as boolean[]), cast(:perOrganization as boolean[]),
                                    cast(:callers as text[]), cast(:keys as text[]))
                                    as c (enrollment_id, person_id, organization, person_ref, target_group, limited, per_organization, caller, key)
                                left join person p on p.id = coalesce(c.person_id, (
                                    select r.id from person r
                                    where r.organization = c.organization and r.person_ref = c.person_ref))
                                left join organization_seats s on c.per_organization and s.program_id = :program
                                    and s.target_group = c.target_group and s.organization = p.organization
                                left join enrollment own on own.id = c.enrollment_id
                                left join idempotency kept on kept.caller = c.caller and kept.key = c.key
                                """, Object[].class)
                        .setParameter("program", program.id())
                        .setParameter(
                                "ids",
                                together.stream().map(Claim::enrollmentId).toArray(UUID[]::new))
                        .setParameter(
                                "people",
                                together.stream()
                                        .map(claim -> claim.person().id())
                                        .toArray(UUID[]::new))
                        .setParameter(
                                "organizations",
                                together.stream()
                                        .map(claim -> claim.person().organization())
                                        .toArray(String[]::new))
                        .setParameter(
                                "refs",
                                together.stream()
                                        .map(claim -> claim.person().ref())
                                        .toArray(String[]::new))
                        .setParameter(
                                "groups",
                                together.stream().map(Claim::targetGroup).toArray(String[]::new))
                        .setParameter(
                                "limited",
                                together.stream()
                                        .map(claim -> isSo(program, claim, Program.TargetGroup::isLimited))
                                        .toArray(Boolean[]::new))
                        .setParameter(
                                "perOrganization",
                                together.stream()
                                        .map(claim -> isSo(program, claim, Program.TargetGroup::isPerOrganization))
                                        .toArray(Boolean[]::new))
                        .setParameter("callers", ofKeys(together, Idempotency.Key::caller))
                        .setParameter("keys", ofKeys(together, Idempotency.Key::key))
                        .getResultList())
                .map(rows -> known(program, together, rows));
    }

    private static boolean isSo(Program program, Claim claim, Predicate<Program.TargetGroup> what) {
        return program.has(claim.targetGroup()) && what.test(program.group(claim.targetGroup()));
    }

    private static @Nullable String[] ofKeys(List<Claim> claims, Function<Idempotency.Key, String> column) {
        return claims.stream()
                .map(claim -> claim.key() == null ? null : column.apply(claim.key()))
                .toArray(String[]::new);
    }

    private static Known known(Program program, List<Claim> together, List<Object[]> rows) {
        Map<UUID, Claim> claims =
                together.stream().collect(toMap(Claim::enrollmentId, claim -> claim, (one, again) -> one));
        var found = new HashMap<UUID, Found>();
        var given = new Given();
        for (Object[] row : rows) {
            Claim claim = Objects.requireNonNull(claims.get((UUID) row[0]));
            if (claim.key() != null && row[17] != null) {
                given.add(claim.key(), Arrays.copyOfRange(row, 17, row.length));
            }
            if (row[1] == null) {
                continue;
            }
            var applicant = new Applicant(
                    (UUID) row[1],
                    (UUID) row[2],
                    (String) row[3],
                    (Boolean) row[4],
                    (String) row[5],
                    (BigDecimal) row[6],
                    (Boolean) row[7],
                    (Boolean) row[8],
                    groups((String) row[9]),
                    (Boolean) row[10],
                    Past.UNASKED,
                    claim.within() != null);
            if (row[11] != null) {
                program.group(claim.targetGroup())
                        .organizationHas(applicant.organization(), (Integer) row[11], (Integer) row[12]);
            }
            found.put(
                    claim.enrollmentId(),
                    new Found(applicant, row[13] == null ? null : committed(program, claim, applicant, row)));
        }
        return new Known(found, given);
    }

    /** As the database puts it: each group and the state, with a space between. */
    static Map<String, EnrollmentState> groups(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        return Arrays.stream(text.split(",", -1))
                .map(group -> group.split(" ", 2))
                .collect(toMap(group -> group[0], group -> EnrollmentState.valueOf(group[1])));
    }

    private static Enrollment committed(Program program, Claim claim, Applicant applicant, Object[] row) {
        var enrollment = new Enrollment(
                claim.enrollmentId(),
                program.id(),
                program.key(),
                applicant.id(),
                applicant.pseudonym(),
                (String) row[15],
                applicant.organization(),
                EnrollmentState.valueOf((String) row[13]),
                (LocalDate) row[14],
                false,
                null,
                claim.by());
        enrollment.version = (Integer) row[16];
        return enrollment;
    }

    /** Begins enrollments: the rows and their events; within the caller's transaction. */
    Uni<Void> begin(List<Enrollment> enrollments) {
        var writes = new Writes();
        insert(enrollments, writes);
        String trace = Trace.current();
        outbox.appendEntries(
                enrollments.stream()
                        .map(enrollment -> new Outbox.Entry(enrollment.begun(), trace))
                        .toList(),
                writes);
        return writes.execute();
    }

    /** One row set for all, of which Hibernate's own batching would make a statement each. */
    private static void insert(List<Enrollment> enrollments, Writes writes) {
        if (enrollments.isEmpty()) {
            return;
        }
        writes.add(
                """
                        entered as (
                            insert into enrollment (id, program_id, program, person_id, pseudonym, target_group, organization, state, date,
                                support, offer_until, entered, entered_by, entered_role)
                            select e.id, :programId, :program, e.person_id, e.pseudonym, e.target_group, e.organization, e.state, e.date,
                                e.support, cast(e.offer_until as timestamptz), e.state, e.entered_by, e.entered_role
                            from unnest(cast(:ids as uuid[]), cast(:people as uuid[]), cast(:pseudonyms as uuid[]), cast(:groups as text[]), cast(:organizations as text[]), cast(:states as text[]), cast(:dates as date[]),
                                cast(:supports as boolean[]), cast(:offers as text[]), cast(:subjects as text[]), cast(:roles as text[]))
                                as e (id, person_id, pseudonym, target_group, organization, state, date, support, offer_until, entered_by, entered_role))""",
                Map.ofEntries(
                        entry("programId", enrollments.get(0).programId),
                        entry("program", enrollments.get(0).program),
                        entry("ids", enrollments.stream().map(e -> e.id).toArray(UUID[]::new)),
                        entry(
                                "people",
                                enrollments.stream().map(e -> e.personId).toArray(UUID[]::new)),
                        entry(
                                "pseudonyms",
                                enrollments.stream().map(e -> e.pseudonym).toArray(UUID[]::new)),
                        entry("groups", texts(enrollments, e -> e.targetGroup)),
                        entry("organizations", texts(enrollments, e -> e.organization)),
                        entry("states", texts(enrollments, e -> e.state.name())),
                        entry("dates", enrollments.stream().map(e -> e.date).toArray(LocalDate[]::new)),
                        entry(
                                "supports",
                                enrollments.stream().map(e -> e.support).toArray(Boolean[]::new)),
                        entry("offers", texts(enrollments, e -> e.offerUntil == null ? null : e.offerUntil.toString())),
                        entry("subjects", texts(enrollments, e -> e.enteredBy)),
                        entry("roles", texts(enrollments, e -> e.enteredRole))));
    }

    private static @Nullable String[] texts(
            List<Enrollment> enrollments, Function<Enrollment, @Nullable String> column) {
        return enrollments.stream().map(column).toArray(String[]::new);
    }

    /** @param visible whether the caller may know of it */
    @WithSession
    Uni<Enrollment> get(UUID id, Predicate<Enrollment> visible) {
        return findById(id).map(enrollment -> known(enrollment, visible));
    }

    static Enrollment known(@Nullable Enrollment enrollment, Predicate<Enrollment> visible) {
        if (enrollment == null || !visible.test(enrollment)) {
            throw unknown();
        }
        return enrollment;
    }

    static NotKnown unknown() {
        return new NotKnown("There is no such enrollment among those you may see");
    }

    /** @param within organizations, or none for all */
    @WithSession
    Uni<List<Enrollment>> list(
            String program,
            @Nullable String targetGroup,
            @Nullable EnrollmentState state,
            @Nullable Set<String> within,
            PageQuery page) {
        var where = new StringBuilder("program = :program and position > :after and enteredBy <> :confidential");
        var parameters = new HashMap<String, Object>(
                Map.of("program", program, "after", page.after(), "confidential", Actor.SUPPORT_OFFER.subject()));
        if (targetGroup != null) {
            where.append(" and targetGroup = :group");
            parameters.put("group", targetGroup);
        }
        if (state != null) {
            where.append(" and state = :state");
            parameters.put("state", state);
        }
        if (within != null) {
            where.append(" and organization in :within and not support");
            parameters.put("within", within);
        }
        return find(where + " order by position", parameters)
                .page(0, page.rows())
                .list();
    }

    /** Where the person is, waits, or has been to the end; over all programs. */
    @WithSession
    Uni<List<Enrollment>> of(UUID person) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select * from enrollment where person_id = :person
                                    and state in ('applied', 'offered', 'confirmed', 'waitlisted', 'completed') order by position
                                """, Enrollment.class)
                        .setParameter("person", person)
                        .getResultList());
    }
}

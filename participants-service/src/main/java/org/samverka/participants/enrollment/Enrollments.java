package org.samverka.participants.enrollment;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Gathering;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Writes;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Idempotency.Given;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.participants.enrollment.Applicant.AlreadyEnrolled;
import org.samverka.participants.enrollment.Applicant.PersonNotKnown;
import org.samverka.participants.enrollment.Enrollment.State;
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
    private final Clock clock;
    private final Gathering<String, Claim, Decision> claims;

    Enrollments(Programs programs, Outbox outbox, Idempotency idempotency, Clock clock, Vertx vertx) {
        this.programs = programs;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.clock = clock;
        this.claims = new Gathering<>(vertx, this::decideTogether);
    }

    /** An answer, or why there is none. */
    private record Decision(
            @Nullable Answer answer,
            @Nullable Enrollment enrollment,
            @Nullable DomainException refusal) {
        static Decision given(Answer answer) {
            return new Decision(answer, null, null);
        }

        static Decision refused(DomainException refusal) {
            return new Decision(null, null, refusal);
        }

        Answer orThrow() {
            if (refusal != null) {
                throw refusal;
            }
            return Objects.requireNonNull(answer);
        }
    }

    Uni<Answer> enroll(String program, Claim claim) {
        return claims.add(program, claim).map(Decision::orThrow);
    }

    private Uni<List<Decision>> decideTogether(String program, List<Claim> together) {
        return Panache.withTransaction(() -> programs.forEnrollment(program, groupsOf(together))
                .chain(found -> applicants(found, together)
                        .chain(applicants -> idempotency
                                .given(keysOf(together))
                                .map(given -> decide(found, together, applicants, given)))
                        .call(decisions -> keep(found, together, decisions))));
    }

    /** All that follows from the decisions, in one statement. */
    private Uni<Void> keep(Program program, List<Claim> together, List<Decision> decisions) {
        var writes = new Writes();
        insert(enrollmentsOf(decisions), writes);
        programs.keepSeats(program, writes);
        keepAnswers(together, decisions, writes);
        outbox.appendEntries(entries(together, decisions), writes);
        return writes.execute();
    }

    private static Set<String> groupsOf(List<Claim> claims) {
        var groups = new HashSet<String>();
        claims.forEach(claim -> groups.add(claim.targetGroup()));
        return groups;
    }

    private static List<Idempotency.Key> keysOf(List<Claim> claims) {
        return claims.stream().map(Claim::key).filter(Objects::nonNull).toList();
    }

    private List<Decision> decide(Program program, List<Claim> together, Map<UUID, Found> applicants, Given given) {
        var entered = new HashSet<String>();
        var decisions = new ArrayList<Decision>(together.size());
        for (Claim claim : together) {
            decisions.add(decide(program, claim, applicants.get(claim.enrollmentId()), given, entered));
        }
        return decisions;
    }

    /** @param entered who entered which group in this very transaction */
    private Decision decide(Program program, Claim claim, @Nullable Found found, Given given, Set<String> entered) {
        try {
            Answer before = claim.key() == null ? null : given.to(claim.key());
            if (before != null) {
                return Decision.given(before);
            }
            if (found == null) {
                throw new PersonNotKnown();
            }
            if (found.committed() != null) {
                return Decision.given(answer(found.committed()));
            }
            Applicant applicant = found.applicant();
            applicant.checkFor(claim);
            if (entered.contains(applicant.id() + claim.targetGroup())) {
                throw new AlreadyEnrolled();
            }
            var enrollment = new Enrollment(
                    claim.enrollmentId(),
                    program.id(),
                    program.key(),
                    applicant.id(),
                    applicant.pseudonym(),
                    claim.targetGroup(),
                    applicant.organization(),
                    program.admit(claim.targetGroup(), claim.date()),
                    claim.date());
            entered.add(applicant.id() + claim.targetGroup());
            Answer answer = answer(enrollment);
            if (claim.key() != null) {
                given.add(claim.key(), answer);
            }
            return new Decision(answer, enrollment, null);
        } catch (DomainException refusal) {
            return Decision.refused(refusal);
        }
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
                        entries.add(new Outbox.Entry(enrollment.enrolled(), claim.traceparent())));
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
    private record Found(Applicant applicant, @Nullable Enrollment committed) {}

    private static Uni<Map<UUID, Found>> applicants(Program program, List<Claim> together) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select c.enrollment_id, p.id, p.pseudonym, p.organization,
                                    exists (select from program_organization o
                                        where o.program_id = :program and o.organization = p.organization),
                                    exists (select from enrollment e where e.person_id = p.id
                                        and e.program_id = :program and e.target_group = c.target_group
                                        and e.state <> 'withdrawn' and e.id <> c.enrollment_id),
                                    own.state, own.date, own.target_group, own.version
                                from unnest(cast(:ids as uuid[]), cast(:people as uuid[]), cast(:organizations as text[]), cast(:refs as text[]), cast(:groups as text[]))
                                    as c (enrollment_id, person_id, organization, person_ref, target_group)
                                join person p on p.id = coalesce(c.person_id, (
                                    select r.id from person r
                                    where r.organization = c.organization and r.person_ref = c.person_ref))
                                left join enrollment own on own.id = c.enrollment_id
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
                        .getResultList())
                .map(rows -> rows.stream().collect(toMap(row -> (UUID) row[0], row -> found(program, row))));
    }

    private static Found found(Program program, Object[] row) {
        var applicant =
                new Applicant((UUID) row[1], (UUID) row[2], (String) row[3], (Boolean) row[4], (Boolean) row[5]);
        return new Found(applicant, row[6] == null ? null : committed(program, applicant, row));
    }

    private static Enrollment committed(Program program, Applicant applicant, Object[] row) {
        var enrollment = new Enrollment(
                (UUID) row[0],
                program.id(),
                program.key(),
                applicant.id(),
                applicant.pseudonym(),
                (String) row[8],
                applicant.organization(),
                org.samverka.contracts.ParticipantEvent.EnrollmentState.confirmed,
                (LocalDate) row[7]);
        enrollment.state = State.valueOf((String) row[6]);
        enrollment.version = (Integer) row[9];
        return enrollment;
    }

    /** One row set for all, of which Hibernate's own batching would make a statement each. */
    private static void insert(List<Enrollment> enrollments, Writes writes) {
        if (enrollments.isEmpty()) {
            return;
        }
        writes.add(
                """
                        entered as (
                            insert into enrollment (id, program_id, program, person_id, pseudonym, target_group, organization, state, date)
                            select e.id, :programId, :program, e.person_id, e.pseudonym, e.target_group, e.organization, e.state, e.date
                            from unnest(cast(:ids as uuid[]), cast(:people as uuid[]), cast(:pseudonyms as uuid[]), cast(:groups as text[]), cast(:organizations as text[]), cast(:states as text[]), cast(:dates as date[]))
                                as e (id, person_id, pseudonym, target_group, organization, state, date))""",
                Map.of(
                        "programId", enrollments.get(0).programId,
                        "program", enrollments.get(0).program,
                        "ids", enrollments.stream().map(e -> e.id).toArray(UUID[]::new),
                        "people", enrollments.stream().map(e -> e.personId).toArray(UUID[]::new),
                        "pseudonyms", enrollments.stream().map(e -> e.pseudonym).toArray(UUID[]::new),
                        "groups", enrollments.stream().map(e -> e.targetGroup).toArray(String[]::new),
                        "organizations",
                                enrollments.stream().map(e -> e.organization).toArray(String[]::new),
                        "states", enrollments.stream().map(e -> e.state.name()).toArray(String[]::new),
                        "dates", enrollments.stream().map(e -> e.date).toArray(LocalDate[]::new)));
    }

    /** @param visible whether the caller may know of it */
    @WithSession
    Uni<Enrollment> get(UUID id, Predicate<Enrollment> visible) {
        return findById(id).map(enrollment -> known(enrollment, visible));
    }

    @WithTransaction
    Uni<Void> withdraw(UUID id, @Nullable String ifMatch, Predicate<Enrollment> visible) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE)
                .map(enrollment -> known(enrollment, visible))
                .invoke(enrollment -> ETags.require(ifMatch, enrollment.version))
                .chain(this::withdraw);
    }

    private Uni<Void> withdraw(Enrollment enrollment) {
        boolean seatCameFree = enrollment.withdraw();
        Uni<Void> freed = seatCameFree
                ? programs.freeSeat(enrollment.programId, enrollment.targetGroup)
                : Uni.createFrom().voidItem();
        return freed.chain(() -> outbox.append(enrollment.withdrawn(LocalDate.now(clock))));
    }

    private static Enrollment known(@Nullable Enrollment enrollment, Predicate<Enrollment> visible) {
        if (enrollment == null || !visible.test(enrollment)) {
            throw new NotKnown("There is no such enrollment among those you may see");
        }
        return enrollment;
    }

    /** @param within organizations, or none for all */
    @WithSession
    Uni<List<Enrollment>> list(
            String program,
            @Nullable String targetGroup,
            @Nullable State state,
            @Nullable Set<String> within,
            PageQuery page) {
        var where = new StringBuilder("program = :program and position > :after");
        var parameters = new java.util.HashMap<String, Object>(Map.of("program", program, "after", page.after()));
        if (targetGroup != null) {
            where.append(" and targetGroup = :group");
            parameters.put("group", targetGroup);
        }
        if (state != null) {
            where.append(" and state = :state");
            parameters.put("state", state);
        }
        if (within != null) {
            where.append(" and organization in :within");
            parameters.put("within", within);
        }
        return find(where + " order by position", parameters)
                .page(0, page.rows())
                .list();
    }
}

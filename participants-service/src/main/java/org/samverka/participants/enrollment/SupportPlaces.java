package org.samverka.participants.enrollment;

import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ScreeningEvent.SupportAccepted;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.rest.DomainException;
import org.samverka.participants.enrollment.Enrollments.Found;
import org.samverka.participants.enrollment.Enrollments.Known;
import org.samverka.participants.program.Program;
import org.samverka.participants.program.ProgramDefinition.Period;
import org.samverka.participants.program.Programs;

/**
 * Gives those who have accepted support their place in the support group, or on its waiting list. Only the person sees it:
 * neither their organization nor the program's coordinator has it in any list or count.
 */
@ApplicationScoped
class SupportPlaces {
    private static final Logger LOG = Logger.getLogger(SupportPlaces.class);

    private final Programs programs;
    private final Enrollments enrollments;
    private final MeterRegistry metrics;
    private final Clock clock;

    SupportPlaces(Programs programs, Enrollments enrollments, MeterRegistry metrics, Clock clock) {
        this.programs = programs;
        this.enrollments = enrollments;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Within the transaction of the batch that brought them. */
    Uni<Void> give(String program, List<SupportAccepted> accepted) {
        return people(accepted)
                .chain(people -> programs.forEnrollment(program, groupsOf(accepted))
                        .chain(found -> give(found, claims(found, accepted, people))));
    }

    private static Set<String> groupsOf(List<SupportAccepted> accepted) {
        return accepted.stream().map(SupportAccepted::targetGroup).collect(Collectors.toSet());
    }

    private static Uni<Map<UUID, UUID>> people(List<SupportAccepted> accepted) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select pseudonym, id from person where pseudonym = any(cast(:pseudonyms as uuid[]))",
                                Object[].class)
                        .setParameter(
                                "pseudonyms",
                                accepted.stream()
                                        .map(SupportAccepted::pseudonym)
                                        .toArray(UUID[]::new))
                        .getResultList())
                .map(rows -> rows.stream().collect(toMap(row -> (UUID) row[0], row -> (UUID) row[1])));
    }

    private List<Claim> claims(Program program, List<SupportAccepted> accepted, Map<UUID, UUID> people) {
        LocalDate day = day(program);
        var claims = new LinkedHashMap<String, Claim>();
        for (SupportAccepted each : accepted) {
            UUID person = people.get(each.pseudonym());
            if (person == null
                    || !program.has(each.targetGroup())
                    || !program.group(each.targetGroup()).isSupport()) {
                refused(person == null ? "person-not-known" : "no-support-group");
            } else {
                claims.put(
                        person + each.targetGroup(),
                        new Claim(
                                UUID.randomUUID(),
                                new Claim.PersonReference(person, null, null),
                                each.targetGroup(),
                                day,
                                null,
                                Actor.SUPPORT_OFFER,
                                null,
                                Trace.continued(null)));
            }
        }
        return List.copyOf(claims.values());
    }

    /** Today, or the program's day that is nearest to it: what was accepted is given. */
    private LocalDate day(Program program) {
        Period period = program.definition().period();
        LocalDate today =
                LocalDate.now(clock.withZone(ZoneId.of(program.definition().zone())));
        return today.isBefore(period.from()) ? period.from() : today.isAfter(period.to()) ? period.to() : today;
    }

    private Uni<Void> give(Program program, List<Claim> claims) {
        if (claims.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Enrollments.known(program, claims)
                .map(Known::applicants)
                .chain(found -> Enrollments.past(program, found.values(), claims)
                        .map(past -> admitted(program, claims, found, past)))
                .call(() -> programs.keepSeats(program))
                .chain(enrollments::begin);
    }

    private List<Enrollment> admitted(Program program, List<Claim> claims, Map<UUID, Found> found, Past past) {
        var begun = new ArrayList<Enrollment>();
        var entered = new HashMap<UUID, Map<String, EnrollmentState>>();
        for (Claim claim : claims) {
            Found person = found.get(claim.enrollmentId());
            Enrollment enrollment = person == null ? null : admitted(program, claim, person.applicant(), past, entered);
            if (enrollment != null) {
                begun.add(enrollment);
            }
        }
        return begun;
    }

    /** Whoever is in the group already has what they accepted; whoever may not be in it, occupational health helps. */
    private @Nullable Enrollment admitted(
            Program program,
            Claim claim,
            Applicant applicant,
            Past past,
            Map<UUID, Map<String, EnrollmentState>> entered) {
        if (applicant.inGroups().containsKey(claim.targetGroup())) {
            return null;
        }
        try {
            return Enrollments.admit(program, claim, applicant, past, entered);
        } catch (DomainException refusal) {
            refused(refusal.code());
            return null;
        }
    }

    /** Never of whom. */
    private void refused(String code) {
        LOG.warnf("A place in support that was accepted cannot be given: %s", code);
        metrics.counter("samverka.support.refused", "code", code).increment();
    }
}

package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.participants.hr.DeadLetters.Arrived;

/**
 * What had waited for an employment that turned out to be another partner's is not taken over and not lost: it becomes dead
 * letters, to be replayed once its source speaks for the organization, or discarded.
 */
@ApplicationScoped
class Strangers {
    private final DeadLetters letters;
    private final Clock clock;

    Strangers(DeadLetters letters, Clock clock) {
        this.letters = letters;
        this.clock = clock;
    }

    /** A fact as the event that would state it anew. */
    private record Fact(String source, String stamp, String type, String key, String data) {
        static Fact of(Object[] row) {
            return new Fact((String) row[0], (String) row[1], (String) row[2], (String) row[3], (String) row[4]);
        }

        /** The event's name is not known any more; its stamp names it as well. */
        private String name() {
            return "parked " + stamp.substring(stamp.lastIndexOf(' ') + 1);
        }

        private String time() {
            return stamp.substring(0, stamp.indexOf(' ')) + "Z";
        }

        private String sequence() {
            int first = stamp.indexOf(' ');
            int last = stamp.lastIndexOf(' ');
            return first == last ? "" : stamp.substring(first + 1, last);
        }

        Arrived letter(Instant now) {
            String wholeType = "org.samverka.hr.%s.v1".formatted(type);
            return new Arrived(
                    DeadLetters.id("%s %s %s".formatted(type, key, stamp)),
                    Partners.NOT_ALLOWED,
                    "/employmentRef",
                    source,
                    name(),
                    wholeType,
                    key,
                    Map.of(
                            "content-type",
                            "application/json",
                            "ce_specversion",
                            "1.0",
                            "ce_id",
                            name(),
                            "ce_source",
                            source,
                            "ce_type",
                            wholeType,
                            "ce_time",
                            time(),
                            "ce_sequence",
                            sequence()),
                    data.getBytes(UTF_8),
                    now);
        }
    }

    /** Within the caller's transaction. */
    Uni<Void> putAside(Intake intake) {
        if (intake.newcomers().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> take(session, intake.newcomers()))
                .map(rows -> rows.stream().map(Fact::of).toList())
                .invoke(facts -> facts.forEach(fact -> intake.rejected(fact.source(), 1)))
                .chain(this::keep);
    }

    private Uni<Void> keep(List<Fact> facts) {
        Instant now = clock.instant();
        return letters.keepAlong(facts.stream().map(fact -> fact.letter(now)).toList());
    }

    private static Uni<List<Object[]>> take(Mutiny.Session session, Set<String> employments) {
        return session.createNativeQuery("""
                        with closed as (
                            select e.ref, e.organization from employment e
                            where e.ref = any(:refs)
                                and exists (select from hr_partner p where p.organization = e.organization)),
                        absences as (
                            delete from absence a using closed c
                            where a.employment_ref = c.ref and not exists (
                                select from hr_partner p where (p.organization, p.source) = (c.organization, a.source))
                            returning a.source, a.stamp, 'absence.changed' as type, a.employment_ref, jsonb_build_object(
                                'absenceRef', a.ref, 'employmentRef', a.employment_ref, 'kind', a.kind, 'from', a.first_day,
                                'to', a.last_day, 'extent', a.extent, 'version', a.version) as data),
                        moves as (
                            delete from employment_move m using closed c
                            where m.employment_ref = c.ref and not exists (
                                select from hr_partner p where (p.organization, p.source) = (c.organization, m.source))
                            returning m.source, m.stamp, 'employee.moved' as type, m.employment_ref, jsonb_build_object(
                                'employmentRef', m.employment_ref, 'effectiveFrom', m.effective_from,
                                'toUnit', m.to_unit) as data),
                        ends as (
                            delete from employment_end x using closed c
                            where x.employment_ref = c.ref and not exists (
                                select from hr_partner p where (p.organization, p.source) = (c.organization, x.source))
                            returning x.source, x.stamp, 'employee.left' as type, x.employment_ref, jsonb_build_object(
                                'employmentRef', x.employment_ref, 'lastDay', x.last_day) as data)
                        select source, stamp, type, employment_ref, cast(data as text)
                        from (select * from absences union all select * from moves union all select * from ends) foreign_facts
                        order by stamp
                        """, Object[].class)
                .setParameter("refs", employments.toArray(String[]::new))
                .getResultList();
    }
}

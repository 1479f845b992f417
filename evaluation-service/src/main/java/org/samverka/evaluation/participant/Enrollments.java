package org.samverka.evaluation.participant;

import io.quarkus.arc.All;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.evaluation.participant.EnrollmentNews.Told;

/** Who is in which group, so that they can be asked before and after. Who is in a support group is kept nowhere. */
@ApplicationScoped
class Enrollments {
    private final List<EnrollmentNews> listeners;

    Enrollments(@All List<EnrollmentNews> listeners) {
        this.listeners = listeners;
    }

    /** A person's events come in order: the last one says how things are. */
    Uni<Void> remember(List<ParticipantEvent> events) {
        Map<UUID, Told> latest = new LinkedHashMap<>();
        events.stream()
                .map(Enrollments::told)
                .forEach(told -> told.forEach(each -> latest.put(each.enrollmentId(), each)));
        if (latest.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Told> enrollments = List.copyOf(latest.values());
        return Panache.getSession().chain(session -> keep(session, enrollments)).chain(() -> tell(enrollments));
    }

    private static List<Told> told(ParticipantEvent event) {
        if (event instanceof ParticipantEnrolled e) {
            return List.of(new Told(e.enrollmentId(), e.program(), e.personId(), e.targetGroup(), e.state(), e.date()));
        }
        if (event instanceof EnrollmentChanged e) {
            return List.of(new Told(e.enrollmentId(), e.program(), e.personId(), e.targetGroup(), e.state(), e.date()));
        }
        if (event instanceof EnrollmentWithdrawn e) {
            return List.of(new Told(
                    e.enrollmentId(), e.program(), e.personId(), e.targetGroup(), EnrollmentState.withdrawn, e.date()));
        }
        return List.of();
    }

    private static Uni<?> keep(Mutiny.Session session, List<Told> enrollments) {
        return session.createNativeQuery("""
                        insert into enrollment (id, program, person_id, target_group, state, date)
                        select e.id, e.program, e.person_id, e.target_group, e.state, e.date
                        from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:people as uuid[]),
                                cast(:groups as text[]), cast(:states as text[]), cast(:dates as date[]))
                            as e (id, program, person_id, target_group, state, date)
                        where not exists (select from program p
                                where p.key = e.program and e.target_group = any(p.support_groups))
                            and not exists (select from survey s
                                where s.program = e.program and s.support_group = e.target_group)
                        order by e.id
                        on conflict (id) do update set state = excluded.state, date = excluded.date
                        """)
                .setParameter(
                        "ids", enrollments.stream().map(Told::enrollmentId).toArray(UUID[]::new))
                .setParameter(
                        "programs", enrollments.stream().map(Told::program).toArray(String[]::new))
                .setParameter("people", enrollments.stream().map(Told::personId).toArray(UUID[]::new))
                .setParameter(
                        "groups", enrollments.stream().map(Told::targetGroup).toArray(String[]::new))
                .setParameter(
                        "states",
                        enrollments.stream().map(told -> told.state().name()).toArray(String[]::new))
                .setParameter("dates", enrollments.stream().map(Told::date).toArray(LocalDate[]::new))
                .executeUpdate();
    }

    private Uni<Void> tell(List<Told> enrollments) {
        return Multi.createFrom()
                .iterable(listeners)
                .onItem()
                .transformToUniAndConcatenate(listener -> listener.heard(enrollments))
                .collect()
                .last()
                .replaceWithVoid();
    }
}

package org.samverka.evaluation.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ScreeningEvent.EvaluationDue;
import org.samverka.contracts.ScreeningEvent.OfferState;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.evaluation.link.Links;
import org.samverka.evaluation.link.Links.Invited;
import org.samverka.evaluation.response.SurveyKey;
import org.samverka.evaluation.response.SurveyKeys;

/**
 * What days do to screenings: those who are to answer once more are asked, offers expire, and in the end it is forgotten
 * whose they were. Replicas share the work: rows that one has taken, the others pass over.
 */
@ApplicationScoped
class Deadlines {
    private static final int AT_ONCE = 200;

    private final SurveyKeys keys;
    private final Offers offers;
    private final Links links;
    private final Outbox outbox;
    private final Clock clock;
    private final int linkDays;

    Deadlines(
            SurveyKeys keys,
            Offers offers,
            Links links,
            Outbox outbox,
            Clock clock,
            @ConfigProperty(name = "samverka.links.days", defaultValue = "30") int linkDays) {
        this.keys = keys;
        this.offers = offers;
        this.links = links;
        this.outbox = outbox;
        this.clock = clock;
        this.linkDays = linkDays;
    }

    @Scheduled(
            every = "${samverka.deadlines.every:60s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> keep() {
        return untilNothingIsLeft(this::askAgain)
                .chain(() -> untilNothingIsLeft(this::expire))
                .chain(() -> untilNothingIsLeft(this::forgetAnswers))
                .chain(() -> untilNothingIsLeft(this::forgetOffers));
    }

    /** Some at a time, each in a transaction of its own. */
    private static Uni<Void> untilNothingIsLeft(Supplier<Uni<Integer>> some) {
        return Panache.withTransaction(some)
                .chain(many -> many < AT_ONCE ? Uni.createFrom().voidItem() : untilNothingIsLeft(some));
    }

    private record Again(UUID survey, String recipient) {}

    /** As those are who have not answered: what they get looks the same. */
    private Uni<Integer> askAgain() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update repetition r set asked = true where (r.survey_id, r.respondent) in (
                                    select survey_id, respondent from repetition where from_on <= :today and not asked
                                    order by survey_id, respondent limit :some for update skip locked)
                                returning r.survey_id, r.recipient
                                """, Object[].class)
                        .setParameter("today", today())
                        .setParameter("some", AT_ONCE)
                        .getResultList()
                        .map(rows -> rows.stream()
                                .map(row -> new Again((UUID) row[0], (String) row[1]))
                                .toList())
                        .call(again -> keys.of(again.stream()
                                        .map(Again::survey)
                                        .distinct()
                                        .toList())
                                .chain(found -> due(session, again, found))
                                .chain(due -> Screens.tell(outbox, due)))
                        .map(List::size));
    }

    private Uni<List<EvaluationDue>> due(Mutiny.Session session, List<Again> again, Map<UUID, SurveyKey> keys) {
        var surveys = new ArrayList<UUID>();
        var people = new ArrayList<UUID>();
        for (Again each : again) {
            SurveyKey key = keys.get(each.survey());
            if (key != null) {
                surveys.add(each.survey());
                people.add(key.open(each.recipient()));
            }
        }
        return session.createNativeQuery("""
                        select a.id, s.key, s.program, a.person_id, s.links
                        from unnest(cast(:surveys as uuid[]), cast(:people as uuid[])) as n (survey_id, person_id)
                            join assignment a on a.survey_id = n.survey_id and a.person_id = n.person_id
                            join survey s on s.id = a.survey_id
                        """, Object[].class)
                .setParameter("surveys", surveys.toArray(UUID[]::new))
                .setParameter("people", people.toArray(UUID[]::new))
                .getResultList()
                .map(rows -> rows.stream().map(this::due).toList());
    }

    private EvaluationDue due(Object[] row) {
        UUID assignment = (UUID) row[0];
        UUID person = (UUID) row[3];
        String link = (Boolean) row[4]
                ? links.address(new Invited(assignment, person), clock.instant().plus(Duration.ofDays(linkDays)))
                : null;
        return new EvaluationDue(assignment, (String) row[1], (String) row[2], person, 1, null, link);
    }

    private Uni<Integer> expire() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select %s from support_offer o join survey s on s.id = o.survey_id
                                where o.state = 'offered' and o.expires_on < :today
                                order by o.id limit :some for no key update of o skip locked
                                """.formatted(Offer.COLUMNS), Object[].class)
                        .setParameter("today", today())
                        .setParameter("some", AT_ONCE)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> Offer.of(row).in(OfferState.expired))
                        .toList())
                .call(offers::change)
                .map(List::size);
    }

    /** The answers stay, as nobody's: no key leads to whoever gave them, not even the survey's. */
    private Uni<Integer> forgetAnswers() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with over as (
                                    select survey_id, respondent, round from screening_result where keep_until < :today
                                    order by survey_id, respondent, round limit :some for update skip locked),
                                results as (
                                    delete from screening_result r using over o
                                    where (r.survey_id, r.respondent, r.round) = (o.survey_id, o.respondent, o.round)),
                                repetitions as (
                                    delete from repetition n using over o
                                    where (n.survey_id, n.respondent) = (o.survey_id, o.respondent)),
                                answers as (
                                    update response r set respondent = gen_random_uuid(), request = null from over o
                                    where (r.survey_id, r.respondent, r.round) = (o.survey_id, o.respondent, o.round))
                                select count(*) from over
                                """, Long.class)
                        .setParameter("today", today())
                        .setParameter("some", AT_ONCE)
                        .getSingleResult())
                .map(Long::intValue);
    }

    private Uni<Integer> forgetOffers() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update support_offer set respondent = gen_random_uuid(), recipient = null
                                where id in (select id from support_offer where keep_until < :today
                                    and recipient is not null order by id limit :some for update skip locked)
                                """)
                        .setParameter("today", today())
                        .setParameter("some", AT_ONCE)
                        .executeUpdate());
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}

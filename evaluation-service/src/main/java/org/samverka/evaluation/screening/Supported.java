package org.samverka.evaluation.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ScreeningEvent.OfferState;
import org.samverka.evaluation.participant.EnrollmentNews;
import org.samverka.evaluation.response.SurveyKey;
import org.samverka.evaluation.response.SurveyKeys;

/** Learns that support which was accepted is completed, or after a correction is not after all. */
@ApplicationScoped
class Supported implements EnrollmentNews {
    private final SurveyKeys keys;
    private final Offers offers;

    Supported(SurveyKeys keys, Offers offers) {
        this.keys = keys;
        this.offers = offers;
    }

    private record Support(UUID survey, UUID person, OfferState before, OfferState after) {}

    @Override
    public Uni<Void> heard(List<Told> enrollments) {
        List<Told> concerned = enrollments.stream()
                .filter(told -> told.state() == EnrollmentState.completed || told.state() == EnrollmentState.confirmed)
                .toList();
        return concerned.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> supports(session, concerned)
                                .chain(supports -> supports.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : keys.of(supports.stream()
                                                        .map(Support::survey)
                                                        .distinct()
                                                        .toList())
                                                .chain(found -> changed(session, supports, found))
                                                .chain(offers::change)));
    }

    /** Enrollments in groups that a screening offers. */
    private static Uni<List<Support>> supports(Mutiny.Session session, List<Told> enrollments) {
        return session.createNativeQuery("""
                        select s.id, e.person_id, e.completed from survey s
                        join unnest(cast(:programs as text[]), cast(:groups as text[]), cast(:people as uuid[]),
                            cast(:completed as boolean[])) as e (program, support_group, person_id, completed)
                            on e.program = s.program and e.support_group = s.support_group
                        """, Object[].class)
                .setParameter(
                        "programs", enrollments.stream().map(Told::program).toArray(String[]::new))
                .setParameter(
                        "groups", enrollments.stream().map(Told::targetGroup).toArray(String[]::new))
                .setParameter("people", enrollments.stream().map(Told::personId).toArray(UUID[]::new))
                .setParameter(
                        "completed",
                        enrollments.stream()
                                .map(told -> told.state() == EnrollmentState.completed)
                                .toArray(Boolean[]::new))
                .getResultList()
                .map(rows -> rows.stream().map(Supported::support).toList());
    }

    private static Support support(Object[] row) {
        boolean completed = (Boolean) row[2];
        return new Support(
                (UUID) row[0],
                (UUID) row[1],
                completed ? OfferState.accepted : OfferState.completed,
                completed ? OfferState.completed : OfferState.accepted);
    }

    private static Uni<List<Offer>> changed(Mutiny.Session session, List<Support> supports, Map<UUID, SurveyKey> keys) {
        var surveys = new ArrayList<UUID>();
        var respondents = new ArrayList<UUID>();
        var before = new ArrayList<String>();
        var after = new ArrayList<String>();
        for (Support support : supports) {
            SurveyKey key = keys.get(support.survey());
            if (key != null) {
                surveys.add(support.survey());
                respondents.add(key.respondent(support.person()));
                before.add(support.before().name());
                after.add(support.after().name());
            }
        }
        return session.createNativeQuery("""
                        select %s, c.after from support_offer o join survey s on s.id = o.survey_id
                            join unnest(cast(:surveys as uuid[]), cast(:respondents as uuid[]), cast(:before as text[]),
                                cast(:after as text[])) as c (survey_id, respondent, before, after)
                                on c.survey_id = o.survey_id and c.respondent = o.respondent and c.before = o.state
                        order by o.id for no key update of o
                        """.formatted(Offer.COLUMNS), Object[].class)
                .setParameter("surveys", surveys.toArray(UUID[]::new))
                .setParameter("respondents", respondents.toArray(UUID[]::new))
                .setParameter("before", before.toArray(String[]::new))
                .setParameter("after", after.toArray(String[]::new))
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> Offer.of(row).in(OfferState.valueOf((String) row[13])))
                        .toList());
    }
}

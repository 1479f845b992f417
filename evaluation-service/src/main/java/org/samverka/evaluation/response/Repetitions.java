package org.samverka.evaluation.response;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.UUID;
import org.samverka.evaluation.response.Screenings.Screened;

/** Who is to answer a screening once more before what it says holds; they alone are asked, and nobody else is told. */
@ApplicationScoped
public class Repetitions {

    /** Within the transaction that keeps the first answer. */
    public Uni<Void> require(Screened screened, LocalDate from) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into repetition (survey_id, respondent, recipient, from_on)
                                values (:survey, :respondent, :recipient, :from)
                                """)
                        .setParameter("survey", screened.surveyId())
                        .setParameter("respondent", screened.respondent())
                        .setParameter("recipient", screened.key().seal(screened.person()))
                        .setParameter("from", from)
                        .executeUpdate())
                .replaceWithVoid();
    }

    Uni<Boolean> isDue(UUID survey, UUID respondent, LocalDate today) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select count(*) from repetition
                                where survey_id = :survey and respondent = :respondent and from_on <= :today
                                """, Long.class)
                        .setParameter("survey", survey)
                        .setParameter("respondent", respondent)
                        .setParameter("today", today)
                        .getSingleResult())
                .map(count -> count > 0);
    }
}

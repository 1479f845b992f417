package org.samverka.evaluation.response;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.evaluation.instrument.Instrument.Reference;
import org.samverka.evaluation.response.Question.About;
import org.samverka.evaluation.scoring.Form;

/** What is asked in people's and organizations' assignments; within a session. */
@ApplicationScoped
class Questions {
    private final Forms forms;
    private final SurveyKeys keys;
    private final Repetitions repetitions;
    private final Clock clock;

    Questions(Forms forms, SurveyKeys keys, Repetitions repetitions, Clock clock) {
        this.forms = forms;
        this.keys = keys;
        this.repetitions = repetitions;
        this.clock = clock;
    }

    /** An assignment, and who says that it is theirs. */
    record Wanted(UUID assignment, Asker asker) {}

    /** What is asked in one of the asker's own assignments. */
    Uni<Question> one(UUID assignment, Asker asker) {
        return all(List.of(new Wanted(assignment, asker)))
                .map(found -> found.get(0))
                .onItem()
                .ifNull()
                .failWith(Questions::unknown);
    }

    static NotKnown unknown() {
        return new NotKnown("No such assignment among yours");
    }

    /** In the order of what is wanted; null for what is none of the asker's own. */
    Uni<List<@Nullable Question>> all(List<Wanted> wanted) {
        return Panache.getSession()
                .chain(session -> rows(session, wanted))
                .chain(rows -> forms(rows).map(found -> questions(wanted.size(), rows, found)));
    }

    private Uni<List<Object[]>> rows(Mutiny.Session session, List<Wanted> wanted) {
        return session.createNativeQuery("""
                        select w.n, s.id, s.key, s.program, s.instrument, s.instrument_version, s.key_of, k.locked,
                            a.person_id, a.organization, a.target_group, p.gender, p.organization as employer,
                            s.series, s.wave, s.offer_days, d.today,
                            (s.closes_on is null or s.closes_on >= d.today)
                                and (a.due_on is null or a.due_on >= d.today) as taken
                        from unnest(cast(:assignments as uuid[]), cast(:people as uuid[]), cast(:organizations as text[]))
                                with ordinality as w (assignment_id, person_id, organizations, n)
                            join assignment a on a.id = w.assignment_id
                                and (a.person_id = w.person_id
                                    or a.organization = any(string_to_array(w.organizations, ',')))
                            join survey s on s.id = a.survey_id
                            left join survey_key k on k.survey_id = s.key_of
                            left join person p on p.id = a.person_id
                            left join program g on g.key = s.program
                            cross join lateral (select cast(cast(:now as timestamptz)
                                at time zone coalesce(g.zone, 'Europe/Stockholm') as date) as today) d
                        """, Object[].class)
                .setParameter(
                        "assignments", wanted.stream().map(Wanted::assignment).toArray(UUID[]::new))
                .setParameter(
                        "people",
                        wanted.stream().map(each -> each.asker().person()).toArray(UUID[]::new))
                .setParameter(
                        "organizations",
                        wanted.stream()
                                .map(each -> String.join(",", each.asker().organizations()))
                                .toArray(String[]::new))
                .setParameter("now", clock.instant().atOffset(ZoneOffset.UTC))
                .getResultList();
    }

    private Uni<Map<Reference, Form>> forms(List<Object[]> rows) {
        return Multi.createFrom()
                .iterable(rows.stream().map(Questions::form).distinct().toList())
                .onItem()
                .transformToUniAndConcatenate(form -> forms.get(form.key(), form.version()))
                .collect()
                .asList()
                .map(found -> found.stream()
                        .collect(toMap(form -> new Reference(form.key(), form.version()), Function.identity())));
    }

    private static Reference form(Object[] row) {
        return new Reference((String) row[4], (Integer) row[5]);
    }

    private List<@Nullable Question> questions(int wanted, List<Object[]> rows, Map<Reference, Form> forms) {
        var questions = new Question[wanted];
        for (Object[] row : rows) {
            questions[((Number) row[0]).intValue() - 1] = question(row, Objects.requireNonNull(forms.get(form(row))));
        }
        return Arrays.asList(questions);
    }

    private Question question(Object[] row, Form form) {
        UUID survey = (UUID) row[1];
        String locked = (String) row[7];
        String gender = (String) row[11];
        String answersFor = (String) row[9];
        return new Question(
                new About(survey, (String) row[2], (String) row[3], (String) row[13], (String) row[14]),
                form,
                locked == null ? null : keys.unlock((UUID) row[6], locked),
                new Asked(survey, (UUID) row[8], answersFor),
                (String) row[10],
                gender == null ? Gender.unknown : Gender.valueOf(gender),
                answersFor == null ? (String) row[12] : answersFor,
                (Boolean) row[17],
                (Integer) row[15],
                (LocalDate) row[16],
                1);
    }

    /** Only a screening asks twice. */
    Uni<Question> inItsRound(Question question) {
        return question.isScreening() && question.key() != null
                ? repetitions
                        .isDue(question.about().surveyId(), question.respondent(), question.today())
                        .map(due -> due ? question.inRound(2) : question)
                : Uni.createFrom().item(question);
    }
}

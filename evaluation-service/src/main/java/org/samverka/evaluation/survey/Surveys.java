package org.samverka.evaluation.survey;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.assignment.Assignments;
import org.samverka.evaluation.assignment.Sessions;
import org.samverka.evaluation.assignment.Sessions.KnownSession;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.participant.Programs;
import org.samverka.evaluation.response.Forms;
import org.samverka.evaluation.response.SurveyKeys;
import org.samverka.evaluation.scoring.Form;

/** The surveys that were opened. */
@ApplicationScoped
class Surveys implements PanacheRepositoryBase<Survey, UUID> {
    private final Programs programs;
    private final Sessions sessions;
    private final Forms forms;
    private final SurveyKeys keys;
    private final Assignments assignments;
    private final Outbox outbox;
    private final Clock clock;

    Surveys(
            Programs programs,
            Sessions sessions,
            Forms forms,
            SurveyKeys keys,
            Assignments assignments,
            Outbox outbox,
            Clock clock) {
        this.programs = programs;
        this.sessions = sessions;
        this.forms = forms;
        this.keys = keys;
        this.assignments = assignments;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Opens a survey and asks everybody who has attended what it is about; who attends later is asked then. */
    @WithTransaction
    Uni<Survey> open(String key, String program, String instrument, Scope scope) {
        return assignments
                .holdAttendance(program)
                .chain(() -> requireWithin(program, scope))
                .chain(() -> newest(instrument, program))
                .map(newest -> new Survey(key, program, newest, scope.sessionId(), scope.targetGroup(), now()))
                .call(this::keep)
                .call(survey -> keys.create(survey.id))
                .call(survey -> assignments.askEarlierAttendees(survey.id).chain(asked -> tell(survey, asked)));
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Uni<Form> newest(String instrument, String program) {
        return forms.newest(instrument, program)
                .onItem()
                .ifNull()
                .failWith(() -> new Invalid(
                        "/instrument", "unknown-instrument", "GET /api/v1/instruments and /questionnaires list them"))
                .invoke(this::requireLicensed);
    }

    private void requireLicensed(Form form) {
        if (form instanceof Instrument instrument
                && !instrument.license().holdsOn(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            throw new LicenseEnded();
        }
    }

    static final class LicenseEnded extends Refused {
        LicenseEnded() {
            super("The license to use the instrument's words has ended; load a version with one that holds");
        }
    }

    private Uni<Void> requireWithin(String program, Scope scope) {
        return programs.get(program)
                .chain(known -> session(program, scope)
                        .invoke(session -> scope.requireWithin(known, session))
                        .replaceWithVoid());
    }

    private Uni<@Nullable KnownSession> session(String program, Scope scope) {
        return scope.sessionId() == null ? Uni.createFrom().nullItem() : sessions.find(scope.sessionId(), program);
    }

    private Uni<Survey> keep(Survey survey) {
        return persistAndFlush(survey)
                .onFailure(ConstraintViolationException.class)
                .transform(violation -> new KeyTaken());
    }

    private Uni<Void> tell(Survey survey, List<EvaluationRequested> asked) {
        return outbox.append(Stream.<EvaluationEvent>concat(Stream.of(survey.opened()), asked.stream())
                .toList());
    }

    static final class KeyTaken extends Refused {
        KeyTaken() {
            super("Another survey has this key; choose one of your own");
        }
    }

    /** @param visible the programs whose surveys the caller may know of; another's is as unknown as none */
    @WithSession
    Uni<Survey> get(String key, Collection<String> visible) {
        return find("key = ?1 and program in ?2", key, visible)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("No such survey in the programs assigned to you"));
    }

    @WithSession
    Uni<List<Survey>> list(Collection<String> programs, PageQuery page) {
        return find("program in ?1 and position > ?2", Sort.by("position"), programs, page.after())
                .range(0, page.limit())
                .list();
    }

    @WithSession
    Uni<ResponseRate> responseRate(String key, Collection<String> visible) {
        return get(key, visible)
                .chain(survey -> Panache.getSession()
                        .chain(session -> session.createNativeQuery("""
                                        select (select count(*) from assignment where survey_id = :survey),
                                            (select count(*) from response where survey_id = :survey)
                                        """, Object[].class)
                                .setParameter("survey", survey.id)
                                .getSingleResult()))
                .map(counts -> ResponseRate.of(((Number) counts[0]).intValue(), ((Number) counts[1]).intValue()));
    }
}

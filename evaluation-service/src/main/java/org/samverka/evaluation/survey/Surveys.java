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
import org.samverka.evaluation.assignment.Asking;
import org.samverka.evaluation.assignment.Assignments;
import org.samverka.evaluation.assignment.Sessions;
import org.samverka.evaluation.assignment.Sessions.KnownSession;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.participant.Programs;
import org.samverka.evaluation.response.Forms;
import org.samverka.evaluation.response.SurveyKeys;
import org.samverka.evaluation.scoring.Form;
import org.samverka.evaluation.survey.Survey.Wave;

/** The surveys that were opened. */
@ApplicationScoped
class Surveys implements PanacheRepositoryBase<Survey, UUID> {
    private final Programs programs;
    private final Sessions sessions;
    private final Forms forms;
    private final SurveyKeys keys;
    private final Assignments assignments;
    private final Asking asking;
    private final Outbox outbox;
    private final Clock clock;

    Surveys(
            Programs programs,
            Sessions sessions,
            Forms forms,
            SurveyKeys keys,
            Assignments assignments,
            Asking asking,
            Outbox outbox,
            Clock clock) {
        this.programs = programs;
        this.sessions = sessions;
        this.forms = forms;
        this.keys = keys;
        this.assignments = assignments;
        this.asking = asking;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What is to be opened; {@code instrument} is its key. */
    record Wanted(
            String key,
            String program,
            String instrument,
            Scope scope,
            Timing timing,
            @Nullable Wave wave,
            @Nullable Screening screening) {}

    /** Opens a survey and asks everybody for whom its occasion has come; for whom it comes later is asked then. */
    @WithTransaction
    Uni<Survey> open(Wanted wanted) {
        wanted.timing().check(wanted.scope());
        return assignments
                .holdAttendance(wanted.program())
                .chain(() -> newest(wanted.instrument(), wanted.program()))
                .call(newest -> requireWithin(wanted, newest))
                .chain(newest -> firstWave(wanted).map(first -> survey(wanted, newest, first)))
                .call(this::keep)
                .call(survey -> survey.hasOwnKey()
                        ? keys.create(survey.id)
                        : Uni.createFrom().voidItem())
                .call(survey -> assignments.askEarlierAttendees(survey.id).chain(asked -> tell(survey, asked)))
                .call(survey -> asking.begin(survey.id));
    }

    private Survey survey(Wanted wanted, Form newest, @Nullable UUID first) {
        return new Survey(
                wanted.key(),
                wanted.program(),
                newest,
                wanted.scope(),
                wanted.timing(),
                wanted.wave(),
                wanted.screening(),
                first,
                now());
    }

    /** Whose key the waves of the series use; none: it begins. */
    private Uni<@Nullable UUID> firstWave(Wanted wanted) {
        Wave wave = wanted.wave();
        return wave == null
                ? Uni.createFrom().nullItem()
                : find("program = ?1 and series = ?2", wanted.program(), wave.series())
                        .list()
                        .map(waves -> joined(waves, wave));
    }

    private static @Nullable UUID joined(List<Survey> waves, Wave wave) {
        if (waves.stream().anyMatch(earlier -> wave.name().equals(earlier.wave))) {
            throw new WaveTaken();
        }
        if (waves.stream().anyMatch(earlier -> !earlier.open)) {
            throw new SeriesAnonymized();
        }
        return waves.isEmpty() ? null : waves.get(0).keyOf;
    }

    /** Makes a survey's answers anonymous for good, and with them those of its series, which share the key. */
    @WithTransaction
    Uni<Void> anonymize(String key) {
        return find("key", key)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("There is no such survey"))
                .chain(survey -> keys.destroy(survey.id));
    }

    static final class WaveTaken extends Refused {
        WaveTaken() {
            super("The series has this wave already; name another, or another series");
        }
    }

    static final class SeriesAnonymized extends Refused {
        SeriesAnonymized() {
            super("The series was made anonymous for good, and nobody can be found again in it; begin another");
        }
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

    private Uni<Void> requireWithin(Wanted wanted, Form form) {
        return programs.get(wanted.program())
                .invoke(known -> {
                    if (wanted.screening() != null) {
                        wanted.screening().check(known, form, wanted.timing().occasion());
                    }
                })
                .chain(known -> session(wanted.program(), wanted.scope())
                        .invoke(session -> wanted.scope().requireWithin(known, session))
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
                                            (select count(*) from response where survey_id = :survey and round = 1)
                                        """, Object[].class)
                                .setParameter("survey", survey.id)
                                .getSingleResult()))
                .map(counts -> ResponseRate.of(((Number) counts[0]).intValue(), ((Number) counts[1]).intValue()));
    }
}

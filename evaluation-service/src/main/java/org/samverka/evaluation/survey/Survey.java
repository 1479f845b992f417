package org.samverka.evaluation.survey;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.SurveyOpened;
import org.samverka.evaluation.scoring.Form;

/** An instrument or questionnaire put to people of a program, or to its organizations, on an occasion. */
@Entity
class Survey {
    @Id
    UUID id;

    @Column(insertable = false, updatable = false)
    long position;

    String key;

    String program;

    String instrument;

    @Column(name = "instrument_version")
    int instrumentVersion;

    /** None: every session of the program. */
    @Column(name = "session_id")
    @Nullable
    UUID sessionId;

    /** None: every one. */
    @Column(name = "target_group")
    @Nullable
    String targetGroup;

    @Column(name = "opened_at")
    Instant openedAt;

    @Enumerated(EnumType.STRING)
    Occasion occasion;

    @Column(name = "delay_days")
    int delayDays;

    @Column(name = "opens_on")
    @Nullable
    LocalDate opensOn;

    @Column(name = "closes_on")
    @Nullable
    LocalDate closesOn;

    @Column(name = "days_to_answer")
    @Nullable
    Integer daysToAnswer;

    Integer[] reminders;

    boolean links;

    /** Of waves that know one respondent by one name; none: it stands by itself. */
    @Nullable
    String series;

    @Nullable
    String wave;

    /** The survey whose key it uses. */
    @Column(name = "key_of")
    UUID keyOf;

    /** Whoever is in the risk zone is offered a place here; none: it is no screening. */
    @Column(name = "support_group")
    @Nullable
    String supportGroup;

    @Column(name = "offer_days")
    @Nullable
    Integer offerDays;

    /** As long as the survey has its key: without it nobody can answer, and no answer leads to anybody. */
    @Formula("exists (select from survey_key k where k.survey_id = key_of)")
    boolean open;

    @Version
    int version;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Survey() {}

    /** @param firstWave of its series; none: it is the first, or stands by itself */
    Survey(
            String key,
            String program,
            Form form,
            Scope scope,
            Timing timing,
            @Nullable Wave wave,
            @Nullable Screening screening,
            @Nullable UUID firstWave,
            Instant openedAt) {
        this.id = UUID.randomUUID();
        this.key = key;
        this.program = program;
        this.instrument = form.key();
        this.instrumentVersion = form.version();
        this.sessionId = scope.sessionId();
        this.targetGroup = scope.targetGroup();
        this.openedAt = openedAt;
        this.occasion = timing.occasion();
        this.delayDays = timing.delayDays();
        this.opensOn = timing.opensOn();
        this.closesOn = timing.closesOn();
        this.daysToAnswer = timing.daysToAnswer();
        this.reminders = timing.reminders().toArray(Integer[]::new);
        this.links = timing.links();
        this.series = wave == null ? null : wave.series();
        this.wave = wave == null ? null : wave.name();
        this.keyOf = firstWave == null ? id : firstWave;
        this.supportGroup = screening == null ? null : screening.supportGroup();
        this.offerDays = screening == null ? null : screening.offerDays();
        this.open = true;
        this.version = 1;
    }

    /**
     * A survey's place among those that are put to the same people again.
     *
     * @param name before, after, six-months, ...
     */
    record Wave(String series, String name) {}

    boolean hasOwnKey() {
        return keyOf.equals(id);
    }

    SurveyOpened opened() {
        return new SurveyOpened(id, key, program, instrument, instrumentVersion, sessionId, targetGroup, series, wave);
    }
}

package org.samverka.evaluation.survey;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.SurveyOpened;
import org.samverka.evaluation.scoring.Form;

/** An instrument or questionnaire put to those who attended a session, or any session of a program, and belong to a target group. */
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

    /** As long as the survey has its key: without it nobody can answer, and no answer leads to anybody. */
    @Formula("exists (select from survey_key k where k.survey_id = id)")
    boolean open;

    @Version
    int version;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Survey() {}

    Survey(
            String key,
            String program,
            Form form,
            @Nullable UUID sessionId,
            @Nullable String targetGroup,
            Instant openedAt) {
        this.id = UUID.randomUUID();
        this.key = key;
        this.program = program;
        this.instrument = form.key();
        this.instrumentVersion = form.version();
        this.sessionId = sessionId;
        this.targetGroup = targetGroup;
        this.openedAt = openedAt;
        this.open = true;
        this.version = 1;
    }

    SurveyOpened opened() {
        return new SurveyOpened(id, key, program, instrument, instrumentVersion, sessionId, targetGroup);
    }
}

package org.samverka.participants.application;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.ApplicationChanged;
import org.samverka.contracts.ParticipantEvent.ApplicationKind;
import org.samverka.contracts.ParticipantEvent.ApplicationState;
import org.samverka.contracts.rest.Refused;

/** What an organization applies for in a program: seats in a round, or a grant; from draft to what became of it. */
@Entity
class Application {
    @Id
    UUID id;

    @Column(insertable = false, updatable = false)
    long position;

    @Column(name = "program_id")
    UUID programId;

    String program;

    String organization;

    @Enumerated(EnumType.STRING)
    ApplicationKind kind;

    /** The key of a round, or of a grant. */
    @Column(name = "round")
    String roundKey;

    @Column(name = "target_group")
    @Nullable
    String targetGroup;

    @Enumerated(EnumType.STRING)
    ApplicationState state;

    @Column(name = "seats_sought")
    @Nullable
    Integer seatsSought;

    @Nullable
    Integer seats;

    @Column(name = "released_at")
    @Nullable
    Instant releasedAt;

    @Nullable
    BigDecimal sought;

    @Nullable
    BigDecimal granted;

    @Nullable
    String currency;

    @Nullable
    String motivation;

    @Nullable
    String reason;

    @Version
    int version;

    @Column(name = "changed_at")
    Instant changedAt;

    /** What is applied for, as the applicant may change it until it is decided. */
    record Wish(
            @Nullable Integer seats,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable String motivation) {}

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Application() {}

    @SuppressWarnings("NullAway.Init") // the position is the database's
    Application(
            UUID programId,
            String program,
            String organization,
            ApplicationKind kind,
            String roundKey,
            boolean draft,
            Wish wish,
            Instant now) {
        this.id = UUID.randomUUID();
        this.programId = programId;
        this.program = program;
        this.organization = organization;
        this.kind = kind;
        this.roundKey = roundKey;
        this.state = draft ? ApplicationState.draft : ApplicationState.submitted;
        this.version = 1;
        this.changedAt = now;
        set(wish);
    }

    private void set(Wish wish) {
        seatsSought = wish.seats();
        sought = wish.amount();
        currency = wish.currency();
        motivation = wish.motivation();
    }

    void change(Wish wish) {
        requireOpen();
        set(wish);
    }

    void submit() {
        if (state != ApplicationState.draft) {
            throw new AlreadySubmitted();
        }
        state = ApplicationState.submitted;
    }

    /** Seats of a group, as accepted. */
    void accept(String group, int given, @Nullable String why) {
        decide(ApplicationState.accepted, why);
        targetGroup = group;
        seats = given;
    }

    /** Money, as the body that decides granted it. */
    void grant(@Nullable BigDecimal amount, @Nullable String why) {
        decide(ApplicationState.accepted, why);
        granted = amount == null ? sought : amount;
    }

    void refuse(String why) {
        decide(ApplicationState.refused, why);
    }

    private void decide(ApplicationState decision, @Nullable String why) {
        if (state == ApplicationState.draft) {
            throw new NotSubmitted();
        }
        requireOpen();
        state = decision;
        reason = why;
    }

    /** Whether seats had been given. */
    boolean withdraw() {
        if (state == ApplicationState.withdrawn
                || state == ApplicationState.refused
                || state == ApplicationState.reported) {
            throw new AlreadyDecided(state);
        }
        boolean hadSeats = hasSeats();
        state = ApplicationState.withdrawn;
        return hadSeats;
    }

    boolean hasSeats() {
        return state == ApplicationState.accepted && kind == ApplicationKind.participation;
    }

    void requireSeats() {
        if (!hasSeats()) {
            throw new NoSeatsGiven();
        }
    }

    /** @param onItsDay when the round's day has come, or none when it is done before by hand */
    void released(int left, @Nullable Instant onItsDay) {
        seats = left;
        releasedAt = onItsDay == null ? releasedAt : onItsDay;
    }

    void requireGranted() {
        boolean wasGranted = state == ApplicationState.accepted || state == ApplicationState.reported;
        if (kind != ApplicationKind.grant || !wasGranted) {
            throw new NothingToReport();
        }
    }

    void reported() {
        state = ApplicationState.reported;
    }

    private void requireOpen() {
        if (state != ApplicationState.draft && state != ApplicationState.submitted) {
            throw new AlreadyDecided(state);
        }
    }

    ApplicationChanged event(LocalDate today) {
        return new ApplicationChanged(
                id,
                programId,
                program,
                organization,
                kind,
                roundKey,
                state,
                seats,
                sought == null ? null : sought.toPlainString(),
                granted == null ? null : granted.toPlainString(),
                currency,
                today,
                version);
    }

    static final class AlreadySubmitted extends Refused {
        AlreadySubmitted() {
            super("The application was submitted already");
        }
    }

    static final class NotSubmitted extends Refused {
        NotSubmitted() {
            super("The application is a draft; it is decided once it is submitted");
        }
    }

    static final class AlreadyDecided extends Refused {
        AlreadyDecided(ApplicationState state) {
            super("The application is " + state + "; apply anew, or ask the coordinator");
        }
    }

    static final class NoSeatsGiven extends Refused {
        NoSeatsGiven() {
            super("The application has been given no seats; there is nothing to give back");
        }
    }

    static final class NothingToReport extends Refused {
        NothingToReport() {
            super("Only a grant that was given is reported on");
        }
    }
}

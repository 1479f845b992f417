package org.samverka.sessions.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.SessionEvent.SessionScheduled;
import org.samverka.contracts.rest.NotKnown;

/** Something that takes place at a time, for a whole program or one of its target groups, with so many seats. */
@Entity
public class Session {
    @Id
    UUID id;

    @Column(insertable = false, updatable = false)
    long position;

    String program;

    String title;

    @Column(name = "target_group")
    @Nullable
    String targetGroup;

    @Column(name = "starts_at")
    LocalDateTime startsAt;

    String zone;

    BigDecimal hours;

    int capacity;

    @Nullable
    String venue;

    @Enumerated(EnumType.STRING)
    State state;

    int version;

    @Column(name = "attendance_version")
    int attendanceVersion;

    @Schema(name = "SessionState")
    public enum State {
        scheduled,
        held
    }

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Session() {}

    /** @param hours of the whole session; kept in hundredths */
    Session(
            String program,
            String title,
            @Nullable String targetGroup,
            LocalStart start,
            BigDecimal hours,
            int capacity,
            @Nullable String venue) {
        this.id = UUID.randomUUID();
        this.program = program;
        this.title = title;
        this.targetGroup = targetGroup;
        this.startsAt = start.at();
        this.zone = start.zone();
        this.hours = hours.setScale(2);
        this.capacity = capacity;
        this.venue = venue;
        this.state = State.scheduled;
        this.version = 1;
    }

    public UUID id() {
        return id;
    }

    public String program() {
        return program;
    }

    public String title() {
        return title;
    }

    public @Nullable String targetGroup() {
        return targetGroup;
    }

    public LocalDateTime startsAt() {
        return startsAt;
    }

    public String zone() {
        return zone;
    }

    public BigDecimal hours() {
        return hours;
    }

    public int capacity() {
        return capacity;
    }

    public @Nullable String venue() {
        return venue;
    }

    public State state() {
        return state;
    }

    public boolean isHeld() {
        return state == State.held;
    }

    /** Rises with every change of who was there for how long. */
    public int attendanceVersion() {
        return attendanceVersion;
    }

    /** The day on which it ends, as its zone's clocks say. */
    public LocalDate lastDay() {
        ZoneId place = ZoneId.of(zone);
        long seconds = hours.movePointRight(2).longValueExact() * 36;
        return startsAt.atZone(place).plusSeconds(seconds).minusNanos(1).toLocalDate();
    }

    /** Itself, for those who see its program; for all others there is no such session. */
    public Session seenBy(Predicate<String> seesProgram) {
        if (!seesProgram.test(program)) {
            throw unknown();
        }
        return this;
    }

    static NotKnown unknown() {
        return new NotKnown("There is no such session in the programs assigned to you");
    }

    /** Somebody's attendance changed; with the first one the session counts as held. */
    public Optional<SessionHeld> attendanceChanged() {
        attendanceVersion++;
        if (isHeld()) {
            return Optional.empty();
        }
        state = State.held;
        version++;
        return Optional.of(new SessionHeld(id, program, targetGroup));
    }

    SessionScheduled scheduled() {
        return new SessionScheduled(id, program, title, targetGroup, startsAt, zone, hours, capacity, venue);
    }
}

package org.samverka.sessions.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent.ConfirmationLapsed;
import org.samverka.contracts.SessionEvent.LapseCause;
import org.samverka.contracts.SessionEvent.SessionCanceled;
import org.samverka.contracts.SessionEvent.SessionConfirmed;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.SessionEvent.SessionRescheduled;
import org.samverka.contracts.SessionEvent.SessionScheduled;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;

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

    @Column(name = "last_day")
    LocalDate lastDay;

    @Column(name = "room_id")
    @Nullable
    UUID roomId;

    @Column(name = "supplier_id")
    @Nullable
    UUID supplierId;

    @Column(name = "leader_id")
    @Nullable
    UUID leaderId;

    @Nullable
    String link;

    @Column(name = "series_id")
    @Nullable
    UUID seriesId;

    @Nullable
    UUID follows;

    int sequence;

    String[] arranged;

    String[] overridden;

    @Column(name = "cancel_reason")
    @Nullable
    String cancelReason;

    @Schema(name = "SessionState")
    public enum State {
        draft,
        open,
        confirmed,
        held,
        canceled
    }

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Session() {}

    /** @param state draft or open */
    public Session(Description description, State state) {
        this(description, state, null);
    }

    /** @param series that it is one of */
    public Session(Description description, State state, @Nullable UUID series) {
        this.id = UUID.randomUUID();
        this.program = description.program();
        this.follows = description.follows();
        this.seriesId = series;
        this.state = state;
        this.version = 1;
        this.arranged = new String[0];
        this.overridden = new String[0];
        take(description);
    }

    @SuppressWarnings("NullAway.Init")
    private void take(Description description) {
        title = description.title();
        targetGroup = description.targetGroup();
        startsAt = description.timing().startsAt();
        zone = description.timing().zone();
        hours = description.timing().hours();
        lastDay = description.timing().lastDay();
        capacity = description.capacity();
        venue = description.venue();
        roomId = description.roomId();
        supplierId = description.supplierId();
        leaderId = description.leaderId();
        link = description.link();
    }

    public UUID id() {
        return id;
    }

    public long position() {
        return position;
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

    /** Of all its parts. */
    public BigDecimal hours() {
        return hours;
    }

    public int capacity() {
        return capacity;
    }

    public @Nullable String venue() {
        return venue;
    }

    public @Nullable UUID roomId() {
        return roomId;
    }

    public @Nullable UUID supplierId() {
        return supplierId;
    }

    /** The person who holds it. */
    public @Nullable UUID leaderId() {
        return leaderId;
    }

    /** For those who take part from elsewhere; told only to those who come. */
    public @Nullable String link() {
        return link;
    }

    public @Nullable UUID seriesId() {
        return seriesId;
    }

    /** The session that this one follows up. */
    public @Nullable UUID follows() {
        return follows;
    }

    /** Of its iCalendar object: rises when its time or place changes, and when it is canceled. */
    public int sequence() {
        return sequence;
    }

    public int version() {
        return version;
    }

    public State state() {
        return state;
    }

    public boolean isHeld() {
        return state == State.held;
    }

    public boolean isConfirmed() {
        return state == State.confirmed;
    }

    /** The day on which it ends, as its zone's clocks say. */
    public LocalDate lastDay() {
        return lastDay;
    }

    /** Rises with every change of who was there for how long. */
    public int attendanceVersion() {
        return attendanceVersion;
    }

    /** Itself, for those who see its program; for all others there is no such session. */
    public Session seenBy(Predicate<String> seesProgram) {
        if (!seesProgram.test(program)) {
            throw unknown();
        }
        return this;
    }

    /** Itself, unless it is a draft that only those who plan see. */
    Session told(boolean seesDrafts) {
        if (state == State.draft && !seesDrafts) {
            throw unknown();
        }
        return this;
    }

    public static NotKnown unknown() {
        return new NotKnown("There is no such session in the programs assigned to you");
    }

    /** Refuses a seat in what nobody has been told of yet, or what will not take place. */
    public void checkBookable() {
        if (state == State.draft || state == State.canceled) {
            throw new NotOpen(state);
        }
    }

    /** Somebody's attendance changed; with the first one the session counts as held. */
    public Optional<SessionHeld> attendanceChanged() {
        checkBookable();
        attendanceVersion++;
        if (isHeld()) {
            return Optional.empty();
        }
        state = State.held;
        version++;
        return Optional.of(new SessionHeld(id, program, targetGroup));
    }

    /** What it is, at another time. */
    public Description at(Timing timing) {
        return new Description(
                program, title, targetGroup, timing, capacity, venue, roomId, supplierId, leaderId, link, follows);
    }

    /** What a change of a session amounts to. */
    public enum Change {
        nothing,
        /** Only what nobody has to be told of, such as how many seats there are. */
        details,
        /** Its time, its place or what it is called: whoever was invited is invited anew. */
        moved
    }

    public Change change(Description description) {
        if (state == State.held || state == State.canceled) {
            throw new NoLongerChangeable(state);
        }
        Change change = compare(description);
        if (change == Change.nothing) {
            return change;
        }
        if (change == Change.moved) {
            sequence++;
        }
        if (!Objects.equals(roomId, description.roomId()) || !Objects.equals(supplierId, description.supplierId())) {
            overridden = new String[0];
        }
        take(description);
        version++;
        return change;
    }

    private Change compare(Description d) {
        boolean same = title.equals(d.title())
                && startsAt.equals(d.timing().startsAt())
                && zone.equals(d.timing().zone())
                && hours.compareTo(d.timing().hours()) == 0
                && lastDay.equals(d.timing().lastDay())
                && Objects.equals(venue, d.venue())
                && Objects.equals(roomId, d.roomId())
                && Objects.equals(link, d.link());
        if (!same) {
            return Change.moved;
        }
        return Objects.equals(targetGroup, d.targetGroup())
                        && capacity == d.capacity()
                        && Objects.equals(supplierId, d.supplierId())
                        && Objects.equals(leaderId, d.leaderId())
                ? Change.nothing
                : Change.details;
    }

    /** Its parts changed, though the whole begins and ends as before. */
    public void partsMoved() {
        sequence++;
        version++;
    }

    /** Tells of a draft. */
    public SessionScheduled open() {
        require(State.draft, State.open);
        state = State.open;
        version++;
        return scheduled();
    }

    /** @param despite what is missing and was overridden with a reason */
    public SessionConfirmed confirm(Collection<String> despite) {
        require(State.open, State.confirmed);
        state = State.confirmed;
        overridden = despite.stream().sorted().toArray(String[]::new);
        version++;
        return new SessionConfirmed(id, program, targetGroup, sequence);
    }

    /** A confirmed session is open again when something is missing that it was not confirmed in spite of. */
    public Optional<ConfirmationLapsed> lapse(Collection<String> missing, LapseCause cause) {
        if (state != State.confirmed || Arrays.asList(overridden).containsAll(missing)) {
            return Optional.empty();
        }
        state = State.open;
        overridden = new String[0];
        version++;
        return Optional.of(new ConfirmationLapsed(id, program, targetGroup, cause));
    }

    /** Says so, unless nobody has been told of it. */
    public Optional<SessionCanceled> cancel(String reason) {
        if (state == State.held || state == State.canceled) {
            throw new NoLongerChangeable(state);
        }
        boolean told = state != State.draft;
        state = State.canceled;
        cancelReason = reason;
        sequence++;
        version++;
        return told
                ? Optional.of(new SessionCanceled(id, program, targetGroup, startsAt, zone, sequence))
                : Optional.empty();
    }

    private void require(State from, State to) {
        if (state != from) {
            throw new WrongState(state, to);
        }
    }

    /** Needs that are seen to for this session alone. */
    public Set<String> arranged() {
        return Set.of(arranged);
    }

    public void arrange(Collection<String> needs) {
        if (state == State.held || state == State.canceled) {
            throw new NoLongerChangeable(state);
        }
        arranged = needs.stream().distinct().sorted().toArray(String[]::new);
        version++;
    }

    public SessionScheduled scheduled() {
        return new SessionScheduled(id, program, title, targetGroup, startsAt, zone, hours, capacity, venue);
    }

    public SessionRescheduled rescheduled() {
        return new SessionRescheduled(
                id, program, title, targetGroup, startsAt, zone, hours, capacity, venue, sequence);
    }

    static final class NotOpen extends Refused {
        NotOpen(State state) {
            super(
                    state == State.draft
                            ? "The session is a draft; open it first"
                            : "The session was canceled; choose another one");
        }
    }

    static final class NoLongerChangeable extends Refused {
        NoLongerChangeable(State state) {
            super("The session is %s and stays as it is; schedule another one".formatted(state));
        }
    }

    static final class WrongState extends Refused {
        WrongState(State from, State to) {
            super("A session that is %s cannot become %s; it goes from draft to open to confirmed".formatted(from, to));
        }
    }
}

package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.samverka.contracts.EvaluationEvent;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.ParticipantEvent;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.ParticipantEvent.UnitStated;
import org.samverka.contracts.ScreeningEvent;
import org.samverka.contracts.ScreeningEvent.ScreeningCompleted;
import org.samverka.contracts.ScreeningEvent.ScreeningWithdrawn;
import org.samverka.contracts.ScreeningEvent.SupportOfferChanged;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.SessionEvent.SessionHeld;

/** What events make of the statistics, in their order, within the caller's transaction; the same whenever they are read. */
@ApplicationScoped
public class Counting {
    private final Programs programs;
    private final People people;
    private final Units units;
    private final Months months;
    private final Facts facts;
    private final AgreementItems items;

    Counting(Programs programs, People people, Units units, Months months, Facts facts, AgreementItems items) {
        this.programs = programs;
        this.people = people;
        this.units = units;
        this.months = months;
        this.facts = facts;
        this.items = items;
    }

    /** Until the transaction ends nobody else counts. */
    public Uni<Void> takeTurn() {
        return facts.takeTurn();
    }

    public Uni<Void> participants(List<? extends ParticipantEvent> events, Generation in) {
        return programs.learn(of(ProgramDefined.class, events), in)
                .chain(() -> units.learn(of(UnitStated.class, events), in))
                .chain(() -> people.learn(of(PersonChanged.class, events), in))
                .chain(() -> facts.change(places(events), in));
    }

    private static FactChanges places(List<? extends ParticipantEvent> events) {
        var changes = new FactChanges();
        for (ParticipantEvent event : events) {
            if (event instanceof ParticipantEnrolled enrolled) {
                changes.enrolled(enrolled);
            } else if (event instanceof EnrollmentChanged changed) {
                changes.changed(changed);
            } else if (event instanceof EnrollmentWithdrawn withdrawn) {
                changes.withdrawn(withdrawn);
            }
        }
        return changes;
    }

    public Uni<Void> sessions(List<? extends SessionEvent> events, Generation in) {
        return months.learn(events, in).chain(() -> facts.change(visits(events), in));
    }

    private static FactChanges visits(List<? extends SessionEvent> events) {
        var changes = new FactChanges();
        for (SessionEvent event : events) {
            if (event instanceof SessionHeld held) {
                changes.store(Fact.session(held));
            } else if (event instanceof SessionBooked booked) {
                changes.store(Fact.booking(booked));
            } else if (event instanceof BookingCanceled canceled) {
                changes.remove(Fact.booking(canceled.bookingId()));
            } else if (event instanceof AttendanceRecorded attendance) {
                changes.store(Fact.attendance(attendance));
            }
        }
        return changes;
    }

    public Uni<Void> evaluation(List<? extends EvaluationEvent> events, Generation in) {
        return facts.change(answers(events), in);
    }

    private FactChanges answers(List<? extends EvaluationEvent> events) {
        var changes = new FactChanges();
        for (EvaluationEvent event : events) {
            if (event instanceof EvaluationRequested requested) {
                changes.store(Fact.asked(requested));
            } else if (event instanceof EvaluationCompleted answer) {
                changes.store(Fact.answer(answer));
                Fact.agreements(answer, items).forEach(changes::store);
                Fact.scores(answer).forEach(changes::store);
            }
        }
        return changes;
    }

    /** Not from the log alone, which keeps these only for a while. */
    Uni<Void> screening(List<? extends ScreeningEvent> events) {
        var changes = new FactChanges();
        for (ScreeningEvent event : events) {
            if (event instanceof ScreeningCompleted completed) {
                Fact.screening(completed).forEach(changes::store);
            } else if (event instanceof ScreeningWithdrawn withdrawn) {
                Fact.screening(withdrawn.survey(), withdrawn.subject()).forEach(changes::remove);
            } else if (event instanceof SupportOfferChanged offer) {
                changes.store(Fact.offer(offer));
            }
        }
        return facts.change(changes, Generation.live);
    }

    private static <E, T extends E> List<T> of(Class<T> type, List<? extends E> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}

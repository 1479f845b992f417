package org.samverka.participants.hr;

import static java.util.stream.Collectors.toCollection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.HrEvent.EmploymentSlice;
import org.samverka.contracts.HrEvent.Name;
import org.samverka.contracts.HrEvent.UnitChanged;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.UnitStated;
import org.samverka.contracts.delivery.Batch;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.EventReader;
import org.samverka.contracts.delivery.Inbox;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Schemas;
import org.samverka.participants.absence.AbsenceFacts;
import org.samverka.participants.absence.AbsenceFacts.Begun;
import org.samverka.participants.hr.Intake.Stated;
import org.samverka.participants.organization.Units;
import org.samverka.participants.person.Newcomers.Newcomer;
import org.samverka.participants.person.People;
import org.samverka.participants.person.PersonRef;
import org.samverka.participants.person.Today;

/** Takes in the feed of the partners' HR systems, each batch in one transaction and a few statements. */
@ApplicationScoped
class HrEvents {
    static final String CONSUMER = "participants";

    private final Inbox inbox;
    private final EventReader<HrEvent> reader;
    private final Units units;
    private final Employments employments;
    private final Absences absences;
    private final People people;
    private final AbsenceFacts facts;
    private final Partners partners;
    private final Strangers strangers;
    private final Sources sources;
    private final Outbox outbox;
    private final Today today;
    private final Clock clock;

    HrEvents(
            Inbox inbox,
            EventJson json,
            Schemas schemas,
            Units units,
            Employments employments,
            Absences absences,
            People people,
            AbsenceFacts facts,
            Partners partners,
            Strangers strangers,
            Sources sources,
            Outbox outbox,
            Today today,
            Clock clock) {
        this.inbox = inbox;
        this.reader = EventReader.strict(HrEvent.class, json, schemas);
        this.units = units;
        this.employments = employments;
        this.absences = absences;
        this.people = people;
        this.facts = facts;
        this.partners = partners;
        this.strangers = strangers;
        this.sources = sources;
        this.outbox = outbox;
        this.today = today;
        this.clock = clock;
    }

    @Incoming("hr")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.receive(CONSUMER, reader, records, this::takeIn);
    }

    private Uni<Void> takeIn(Batch<HrEvent> batch) {
        return takeIn(batch, batch::reject);
    }

    Uni<Void> takeIn(Batch<HrEvent> batch, Intake.Rejection rejection) {
        Intake intake = Intake.of(batch.events(), clock.instant(), rejection);
        intake.refuse(Partners.NOT_ALLOWED, stated -> stated.source().startsWith(Partners.IMPORT) ? "/source" : null);
        return takeIn(intake);
    }

    /** Locks employments before people before absences, and each in their order, so that replicas wait for each other. */
    Uni<Void> takeIn(Intake intake) {
        return partners.check(intake)
                .chain(() -> units.record(unitsIn(intake)))
                .chain(() -> outbox.append(unitsToldIn(intake)))
                .chain(() -> absences.touch(intake))
                .chain(() -> employments.record(intake))
                .call(() -> strangers.putAside(intake))
                .chain(concerned -> takeIn(intake, NewEmployments.of(intake), concerned))
                .chain(() -> sources.count(intake.counts()));
    }

    private Uni<Void> takeIn(Intake intake, NewEmployments news, Set<PersonRef> concerned) {
        LocalDate day = today.date();
        return people.update(peopleIn(intake), news.presences(day), concerned, day)
                .chain(entered -> absences.record(intake).chain(outcome -> tell(intake, news, entered, outcome)));
    }

    private Uni<Void> tell(
            Intake intake, NewEmployments news, Map<PersonRef, Newcomer> entered, Absences.Outcome outcome) {
        List<Begun> begun = intake.unheardOf().isEmpty() ? List.of() : news.begun(entered, outcome.holding());
        Set<String> others = intake.restated();
        begun.forEach(each -> others.remove(each.employment().ref()));
        Set<PersonRef> owners = owners(intake);
        owners.removeAll(NewEmployments.people(begun));
        return facts.restate(begun, others, owners, outcome.touched());
    }

    private static Set<PersonRef> owners(Intake intake) {
        return intake.slices().stream().map(HrEvents::owner).collect(toCollection(HashSet::new));
    }

    static PersonRef owner(Stated<EmploymentSlice> stated) {
        return new PersonRef(stated.fact().organization(), stated.fact().personRef());
    }

    private static List<Units.Stated> unitsIn(Intake intake) {
        return intake.units().stream().map(HrEvents::unit).toList();
    }

    private static Units.Stated unit(Stated<UnitChanged> stated) {
        UnitChanged unit = stated.fact();
        return new Units.Stated(unit.organization(), unit.orgUnitRef(), unit.name(), unit.parentRef(), stated.stamp());
    }

    private static List<UnitStated> unitsToldIn(Intake intake) {
        return unitsIn(intake).stream()
                .map(unit -> new UnitStated(unit.organization(), unit.ref(), unit.parentRef(), unit.stamp()))
                .toList();
    }

    private static List<People.Stated> peopleIn(Intake intake) {
        return intake.slices().stream().map(HrEvents::person).toList();
    }

    private static People.Stated person(Stated<EmploymentSlice> stated) {
        EmploymentSlice slice = stated.fact();
        Name name = slice.name();
        Language language = slice.language();
        return new People.Stated(
                owner(stated),
                slice.gender(),
                slice.birthYear(),
                name == null ? null : name.given(),
                name == null ? null : name.family(),
                slice.email(),
                slice.phone(),
                language == null ? Language.sv : language,
                stated.stamp());
    }
}

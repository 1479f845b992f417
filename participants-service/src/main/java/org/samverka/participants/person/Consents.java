package org.samverka.participants.person;

import static java.util.stream.Collectors.groupingBy;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.ConsentChanged;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.Invalid;

/** What people allow, purpose by purpose: every statement is kept, the last one holds, and has its effect at once. */
@ApplicationScoped
class Consents {
    private final People people;
    private final Outbox outbox;
    private final Today today;
    private final Clock clock;

    Consents(People people, Outbox outbox, Today today, Clock clock) {
        this.people = people;
        this.outbox = outbox;
        this.today = today;
        this.clock = clock;
    }

    /** What somebody can allow. */
    enum Purpose {
        /** The employer's mail reaches its staff until somebody does not want it: withdrawn, no address is passed on. */
        CONTACT_BY_MAIL("contact-by-mail", true),
        /** That repeated short absence leads to an offer of support: part of an employer's duty, until somebody objects. */
        EARLY_SIGNAL("early-signal", true),
        /** That occupational health sees a screening's result. */
        SHARE_RESULT("share-result-with-occupational-health", false);

        final String wire;
        final boolean unlessSaid;

        Purpose(String wire, boolean unlessSaid) {
            this.wire = wire;
            this.unlessSaid = unlessSaid;
        }

        static Purpose of(String wire) {
            return Arrays.stream(values())
                    .filter(purpose -> purpose.wire.equals(wire))
                    .findFirst()
                    .orElseThrow(() -> new Invalid(
                            "/purpose",
                            "unknown-purpose",
                            "Known here: "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(values())
                                                    .map(each -> each.wire)
                                                    .toList())));
        }
    }

    record Statement(boolean given, Instant at) {}

    /** @param history what was stated, the newest first; nothing yet: as it is unless somebody says otherwise */
    record Consent(Purpose purpose, List<Statement> history) {
        boolean given() {
            return history.isEmpty() ? purpose.unlessSaid : history.get(0).given();
        }

        @Nullable
        Instant since() {
            return history.isEmpty() ? null : history.get(0).at();
        }
    }

    @WithSession
    Uni<List<Consent>> of(UUID person, Collection<Purpose> purposes) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    select purpose, given, at from consent where person_id = :person
                    order by purpose, position desc
                    """, Object[].class)
                        .setParameter("person", person)
                        .getResultList())
                .map(rows -> consents(rows, purposes));
    }

    private static List<Consent> consents(List<Object[]> rows, Collection<Purpose> purposes) {
        Map<String, List<Object[]>> byPurpose = rows.stream().collect(groupingBy(row -> (String) row[0]));
        return purposes.stream()
                .map(purpose -> new Consent(
                        purpose,
                        byPurpose.getOrDefault(purpose.wire, List.of()).stream()
                                .map(row -> new Statement((Boolean) row[1], ((OffsetDateTime) row[2]).toInstant()))
                                .toList()))
                .toList();
    }

    /** Says again what holds already changes nothing. */
    @WithTransaction
    Uni<Person> state(UUID person, Purpose purpose, boolean given, String by) {
        return people.get(person)
                .chain(found -> Panache.getSession()
                        .chain(session -> lock(session, person)
                                .chain(() -> of(person, List.of(purpose)))
                                .chain(before -> before.get(0).given() == given
                                                && before.get(0).since() != null
                                        ? Uni.createFrom().voidItem()
                                        : write(session, found, purpose, given, by))
                                .replaceWith(found)));
    }

    private static Uni<?> lock(Mutiny.Session session, UUID person) {
        return session.createNativeQuery("select id from person where id = :id for no key update", UUID.class)
                .setParameter("id", person)
                .getSingleResult();
    }

    private Uni<Void> write(Mutiny.Session session, Person person, Purpose purpose, boolean given, String by) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return session.createNativeQuery("""
            insert into consent (person_id, purpose, given, stated_by, at)
            values (:person, :purpose, :given, :by, :at)
            """)
                .setParameter("person", person.id)
                .setParameter("purpose", purpose.wire)
                .setParameter("given", given)
                .setParameter("by", by)
                .setParameter("at", at.atOffset(ZoneOffset.UTC))
                .executeUpdate()
                .chain(() -> outbox.append(new ConsentChanged(person.id, purpose.wire, given, at)))
                .chain(() -> purpose == Purpose.CONTACT_BY_MAIL
                        ? reachByMail(session, person, given)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> reachByMail(Mutiny.Session session, Person person, boolean given) {
        return session.createNativeQuery("""
            update person set contact_by_mail = :given, contact_published = false
            where id = :id and contact_by_mail <> :given
            """)
                .setParameter("given", given)
                .setParameter("id", person.id)
                .executeUpdate()
                .chain(() -> people.bringUpToDate(
                        List.of(new PersonRef(person.organization, person.personRef)), today.date()));
    }
}

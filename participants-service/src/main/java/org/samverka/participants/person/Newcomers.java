package org.samverka.participants.person;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ContactEvent.ContactChanged;
import org.samverka.contracts.Event;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.participants.person.Movements.Movement;
import org.samverka.participants.person.People.Stated;

/**
 * Writes people whom nobody knew and of whom everything is known: without asking the database what it cannot know, which
 * is most of the work for anybody else.
 */
@ApplicationScoped
public class Newcomers {
    private final Outbox outbox;
    private final Movements movements;
    private final Pseudonyms pseudonyms;

    Newcomers(
            Outbox outbox, Movements movements, @ConfigProperty(name = "samverka.pseudonym-key") String pseudonymKey) {
        this.outbox = outbox;
        this.movements = movements;
        this.pseudonyms = new Pseudonyms(pseudonymKey);
    }

    /** Who came in. */
    public record Newcomer(UUID id, UUID pseudonym, Gender gender, int birthYear) {}

    private record Entry(UUID id, UUID pseudonym, Stated stated, Presence presence) {
        Newcomer newcomer() {
            return new Newcomer(id, pseudonym, stated.gender(), stated.birthYear());
        }

        Stream<Event> events() {
            return Stream.of(
                    new PersonChanged(
                            id,
                            pseudonym,
                            stated.person().organization(),
                            presence.unit(),
                            stated.gender(),
                            stated.birthYear(),
                            presence.extent(),
                            presence.leader(),
                            presence.employments() > 0,
                            null),
                    new ContactChanged(
                            id,
                            stated.givenName(),
                            stated.familyName(),
                            stated.email(),
                            stated.phone(),
                            stated.language(),
                            false));
        }

        Stream<Movement> movement() {
            return presence.unit() == null
                    ? Stream.empty()
                    : Stream.of(new Movement(id, pseudonym, stated.person().organization(), null, presence.unit()));
        }
    }

    /** Passes over whoever has come meanwhile from elsewhere. */
    Uni<Map<PersonRef, Newcomer>> enter(
            Mutiny.Session session, List<Stated> people, Map<PersonRef, Presence> presences) {
        List<Entry> entries = people.stream()
                .flatMap(stated ->
                        Stream.ofNullable(presences.get(stated.person())).map(presence -> entry(stated, presence)))
                .toList();
        if (entries.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return insert(session, entries)
                .chain(inserted ->
                        inserted == entries.size() ? Uni.createFrom().item(entries) : entered(session, entries))
                .call(this::publish)
                .map(entered ->
                        entered.stream().collect(toMap(entry -> entry.stated().person(), Entry::newcomer)));
    }

    private Entry entry(Stated stated, Presence presence) {
        UUID id = UUID.randomUUID();
        return new Entry(id, pseudonyms.of(id), stated, presence);
    }

    private static Uni<Integer> insert(Mutiny.Session session, List<Entry> entries) {
        return session.createNativeQuery("""
            insert into person (id, pseudonym, organization, person_ref, gender, birth_year,
                given_name, family_name, email, phone, language, stamp,
                unit, extent, leader, active, employments, next_change, version, person_published, contact_published)
            select id, pseudonym, organization, person_ref, gender, birth_year,
                given_name, family_name, email, phone, language, stamp,
                unit, extent, leader, employments > 0, employments, next_change, 1, true, true
            from unnest(cast(:ids as uuid[]), cast(:pseudonyms as uuid[]), cast(:organizations as text[]), cast(:refs as text[]),
                cast(:genders as text[]), cast(:birthYears as int[]), cast(:givenNames as text[]), cast(:familyNames as text[]),
                cast(:emails as text[]), cast(:phones as text[]), cast(:languages as text[]), cast(:stamps as text[]),
                cast(:units as text[]), cast(:extents as numeric[]), cast(:leaders as boolean[]), cast(:employments as int[]),
                cast(:nextChanges as date[]))
                as entering (id, pseudonym, organization, person_ref, gender, birth_year,
                    given_name, family_name, email, phone, language, stamp, unit, extent, leader, employments, next_change)
            order by organization, person_ref
            on conflict (organization, person_ref) do nothing
            """)
                .setParameter("ids", entries.stream().map(Entry::id).toArray(UUID[]::new))
                .setParameter(
                        "pseudonyms", entries.stream().map(Entry::pseudonym).toArray(UUID[]::new))
                .setParameter(
                        "organizations",
                        texts(entries, stated -> stated.person().organization()))
                .setParameter("refs", texts(entries, stated -> stated.person().ref()))
                .setParameter(
                        "genders", texts(entries, stated -> stated.gender().name()))
                .setParameter(
                        "birthYears",
                        entries.stream().map(each -> each.stated().birthYear()).toArray(Integer[]::new))
                .setParameter("givenNames", texts(entries, Stated::givenName))
                .setParameter("familyNames", texts(entries, Stated::familyName))
                .setParameter("emails", texts(entries, Stated::email))
                .setParameter("phones", texts(entries, Stated::phone))
                .setParameter(
                        "languages", texts(entries, stated -> stated.language().name()))
                .setParameter("stamps", texts(entries, Stated::stamp))
                .setParameter(
                        "units",
                        entries.stream().map(each -> each.presence().unit()).toArray(String[]::new))
                .setParameter(
                        "extents",
                        entries.stream().map(each -> each.presence().extent()).toArray(BigDecimal[]::new))
                .setParameter(
                        "leaders",
                        entries.stream().map(each -> each.presence().leader()).toArray(Boolean[]::new))
                .setParameter(
                        "employments",
                        entries.stream()
                                .map(each -> each.presence().employments())
                                .toArray(Integer[]::new))
                .setParameter(
                        "nextChanges",
                        entries.stream()
                                .map(each -> each.presence().nextChange())
                                .toArray(LocalDate[]::new))
                .executeUpdate();
    }

    private static Uni<List<Entry>> entered(Mutiny.Session session, List<Entry> entries) {
        return session.createNativeQuery("select id from person where id = any(cast(:ids as uuid[]))", UUID.class)
                .setParameter("ids", entries.stream().map(Entry::id).toArray(UUID[]::new))
                .getResultList()
                .map(ids -> among(entries, new HashSet<>(ids)));
    }

    private static List<Entry> among(List<Entry> entries, Set<UUID> ids) {
        return entries.stream().filter(entry -> ids.contains(entry.id())).toList();
    }

    private Uni<Void> publish(List<Entry> entered) {
        return outbox.append(entered.stream().flatMap(Entry::events).toList())
                .chain(() -> movements.heard(
                        entered.stream().flatMap(Entry::movement).toList()));
    }

    private static @Nullable String[] texts(List<Entry> entries, Function<Stated, @Nullable String> column) {
        return entries.stream().map(entry -> column.apply(entry.stated())).toArray(String[]::new);
    }
}

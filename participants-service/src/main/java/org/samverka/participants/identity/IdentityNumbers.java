package org.samverka.participants.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;
import org.samverka.participants.identity.IdentityNumber.Country;
import org.samverka.participants.identity.IdentityNumber.NotAnIdentityNumber;
import org.samverka.participants.identity.Vault.Sealed;
import org.samverka.participants.person.PersonRef;
import org.samverka.participants.person.Today;

/** The only place where identity numbers are kept, each sealed for its person. */
@ApplicationScoped
public class IdentityNumbers {
    private static final int SEALED_ANEW_AT_ONCE = 500;

    private final Vault vault;
    private final Today today;
    private final boolean interim;

    IdentityNumbers(
            Vault vault,
            Today today,
            @ConfigProperty(name = "samverka.interim-identity-numbers", defaultValue = "false") boolean interim) {
        this.vault = vault;
        this.today = today;
        this.interim = interim;
    }

    /** A person's number, and the pseudonym under which the access log speaks of the person. */
    record Found(UUID pseudonym, IdentityNumber number) {}

    public IdentityNumber read(String text, Country country) {
        return IdentityNumber.read(text, country, today.date(), interim);
    }

    IdentityNumber read(String text, Country country, String pointer) {
        try {
            return read(text, country);
        } catch (NotAnIdentityNumber e) {
            throw new Invalid(pointer, e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** Keeps people's numbers; within the caller's transaction. Whoever is not known is passed over. */
    public Uni<Void> keep(Map<PersonRef, IdentityNumber> numbers) {
        if (numbers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<PersonRef> people = List.copyOf(numbers.keySet());
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    select p.organization, p.person_ref, p.id from person p
                    where (p.organization, p.person_ref) in (
                        select * from unnest(cast(:organizations as text[]), cast(:refs as text[])))
                    """, Object[].class)
                        .setParameter(
                                "organizations",
                                people.stream().map(PersonRef::organization).toArray(String[]::new))
                        .setParameter(
                                "refs", people.stream().map(PersonRef::ref).toArray(String[]::new))
                        .getResultList()
                        .chain(rows -> write(
                                session,
                                rows.stream()
                                        .collect(toMap(
                                                row -> (UUID) row[2],
                                                row -> Objects.requireNonNull(numbers.get(
                                                        new PersonRef((String) row[0], (String) row[1]))))))));
    }

    private Uni<Void> write(Mutiny.Session session, Map<UUID, IdentityNumber> numbers) {
        if (numbers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map.Entry<UUID, IdentityNumber>> entries =
                numbers.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        List<Sealed> seals = entries.stream()
                .map(entry -> vault.seal(
                        entry.getValue().digits().getBytes(US_ASCII),
                        entry.getKey().toString()))
                .toList();
        return session.createNativeQuery("""
            insert into identity (person_id, country, key_id, sealed, lookup)
            select person_id, country, key_id, decode(sealed, 'hex'), decode(lookup, 'hex')
            from unnest(cast(:people as uuid[]), cast(:countries as text[]), cast(:keys as text[]),
                cast(:sealed as text[]), cast(:lookups as text[])) as said (person_id, country, key_id, sealed, lookup)
            on conflict (person_id) do update
            set country = excluded.country, key_id = excluded.key_id, sealed = excluded.sealed,
                lookup = excluded.lookup, changed_at = current_timestamp
            where (identity.lookup, identity.key_id) is distinct from (excluded.lookup, excluded.key_id)
            """)
                .setParameter("people", entries.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .setParameter(
                        "countries",
                        entries.stream()
                                .map(entry -> entry.getValue().kind().country().name())
                                .toArray(String[]::new))
                .setParameter("keys", seals.stream().map(Sealed::keyId).toArray(String[]::new))
                .setParameter(
                        "sealed",
                        seals.stream()
                                .map(each -> HexFormat.of().formatHex(each.bytes()))
                                .toArray(String[]::new))
                .setParameter(
                        "lookups",
                        entries.stream().map(entry -> lookup(entry.getValue())).toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private String lookup(IdentityNumber number) {
        return HexFormat.of().formatHex(vault.fingerprint(number.kind().country() + " " + number.digits()));
    }

    /** @param within the organizations whose people may be touched, or none for all; returns the person's pseudonym */
    @WithTransaction
    Uni<UUID> set(UUID person, IdentityNumber number, @Nullable Set<String> within) {
        return Panache.getSession()
                .chain(session -> person(session, person, within)
                        .call(() -> write(session, Map.of(person, number)))
                        .map(row -> (UUID) row[0]));
    }

    @WithSession
    Uni<Found> get(UUID person, @Nullable Set<String> within) {
        return Panache.getSession()
                .chain(session -> person(session, person, within).map(row -> found(person, row)));
    }

    private Found found(UUID person, Object[] row) {
        if ((Boolean) row[1]) {
            throw new IdentityProtected();
        }
        if (row[2] == null) {
            throw new NotKnown("No identity number is kept of this person; an import or PUT brings it");
        }
        byte[] digits = vault.open(new Sealed((String) row[3], (byte[]) row[4]), person.toString());
        return new Found(
                (UUID) row[0], IdentityNumber.stored(Country.valueOf((String) row[2]), new String(digits, US_ASCII)));
    }

    private static Uni<Object[]> person(Mutiny.Session session, UUID person, @Nullable Set<String> within) {
        return session.createNativeQuery("""
            select p.pseudonym, p.protected_identity, i.country, i.key_id, i.sealed
            from person p left join identity i on i.person_id = p.id
            where p.id = :person and (:everybody or p.organization = any(cast(:within as text[])))
            """, Object[].class)
                .setParameter("person", person)
                .setParameter("everybody", within == null)
                .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("There is no such person among those of your organizations"));
    }

    /** After the key was changed: what the old one sealed is sealed with the new one. */
    @Scheduled(
            every = "5m",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> sealAnew() {
        return sealSomeAnew().chain(many -> many == 0 ? Uni.createFrom().voidItem() : sealAnew());
    }

    @WithTransaction
    Uni<Integer> sealSomeAnew() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    select person_id, country, key_id, sealed from identity where key_id <> :current
                    limit :some for update skip locked
                    """, Object[].class)
                        .setParameter("current", vault.currentKeyId())
                        .setParameter("some", SEALED_ANEW_AT_ONCE)
                        .getResultList()
                        .call(rows -> write(session, opened(rows)))
                        .map(List::size));
    }

    private Map<UUID, IdentityNumber> opened(List<Object[]> rows) {
        return rows.stream()
                .collect(toMap(
                        row -> (UUID) row[0],
                        row -> IdentityNumber.stored(
                                Country.valueOf((String) row[1]),
                                new String(
                                        vault.open(new Sealed((String) row[2], (byte[]) row[3]), row[0].toString()),
                                        US_ASCII))));
    }

    static final class IdentityProtected extends Refused {
        IdentityProtected() {
            super("The person's identity is protected; report the person's code, not the number");
        }
    }
}

package org.samverka.sessions.certificate;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.contact.Contact;
import org.samverka.sessions.contact.Contacts;

/** Who has completed what, as participants-service says; a completion that is taken back makes its certificate invalid. */
@ApplicationScoped
class Certificates {
    private static final String SELECT = """
            select c.id, c.position, c.program, coalesce(nullif(p.name, ''), c.program), c.person_id, c.target_group,
                c.completed_on, c.valid, c.code
            from certificate c left join program p on p.key = c.program
            """;

    private final Contacts contacts;
    private final Paper paper;

    Certificates(Contacts contacts, Paper paper) {
        this.contacts = contacts;
        this.paper = paper;
    }

    /** Whoever has never completed anything is of no concern. */
    Uni<Void> learn(List<EnrollmentChanged> changes) {
        var latest = new TreeMap<UUID, EnrollmentChanged>();
        changes.stream()
                .filter(change ->
                        change.state() == EnrollmentState.completed || change.before() == EnrollmentState.completed)
                .forEach(change -> latest.merge(change.enrollmentId(), change, Certificates::newer));
        return latest.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession().chain(database -> store(database, latest.values()));
    }

    private static EnrollmentChanged newer(EnrollmentChanged one, EnrollmentChanged other) {
        return one.version() > other.version() ? one : other;
    }

    private static Uni<Void> store(Mutiny.Session database, Collection<EnrollmentChanged> changes) {
        return database.createNativeQuery("""
                        insert into certificate (id, program, person_id, target_group, completed_on, valid, version)
                        select id, program, person_id, target_group, cast(completed_on as date), valid, version
                        from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:people as uuid[]), cast(:groups as text[]), cast(:dates as text[]),
                            cast(:valid as boolean[]), cast(:versions as int[])) as c (id, program, person_id, target_group, completed_on, valid, version)
                        on conflict (id) do update set valid = excluded.valid, version = excluded.version,
                            completed_on = case when excluded.valid then excluded.completed_on else certificate.completed_on end
                        where certificate.version < excluded.version
                        """)
                .setParameter(
                        "ids",
                        changes.stream().map(EnrollmentChanged::enrollmentId).toArray(UUID[]::new))
                .setParameter("programs", texts(changes, EnrollmentChanged::program))
                .setParameter(
                        "people",
                        changes.stream().map(EnrollmentChanged::personId).toArray(UUID[]::new))
                .setParameter("groups", texts(changes, EnrollmentChanged::targetGroup))
                .setParameter("dates", texts(changes, change -> change.date().toString()))
                .setParameter(
                        "valid",
                        changes.stream()
                                .map(change -> change.state() == EnrollmentState.completed)
                                .toArray(Boolean[]::new))
                .setParameter(
                        "versions",
                        changes.stream().map(EnrollmentChanged::version).toArray(Integer[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static String[] texts(Collection<EnrollmentChanged> changes, Function<EnrollmentChanged, String> text) {
        return changes.stream().map(text).toArray(String[]::new);
    }

    @WithSession
    Uni<List<Certificate>> ofPerson(UUID person, PageQuery page) {
        return list("where c.person_id = :of and c.valid", person, page);
    }

    @WithSession
    Uni<List<Certificate>> ofProgram(String program, PageQuery page) {
        return list("where c.program = :of and c.valid", program, page);
    }

    private static Uni<List<Certificate>> list(String where, Object of, PageQuery page) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                SELECT + where + " and c.position > :after order by c.position limit :rows",
                                Object[].class)
                        .setParameter("of", of)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Certificates::read).toList());
    }

    private static Certificate read(Object[] row) {
        return new Certificate(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                (String) row[2],
                (String) row[3],
                (UUID) row[4],
                (String) row[5],
                (LocalDate) row[6],
                (Boolean) row[7],
                (String) row[8]);
    }

    /** For whoever is shown a code, however it is written; none where there is no such certificate. */
    @WithSession
    Uni<@Nullable Certificate> checked(String code) {
        String plain = code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        return one("where c.code = :value and c.valid", plain);
    }

    private static Uni<@Nullable Certificate> one(String where, Object value) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(SELECT + where, Object[].class)
                        .setParameter("value", value)
                        .getSingleResultOrNull())
                .map(row -> row == null ? null : read(row));
    }

    /**
     * The certificate as a document.
     *
     * @param wished none for the person's own language
     */
    Uni<byte[]> document(UUID id, UUID person, @Nullable Language wished, String address) {
        return statement(id, person, wished, address).chain(paper::print);
    }

    @WithSession
    Uni<Statement> statement(UUID id, UUID person, @Nullable Language wished, String address) {
        return own(id, person)
                .chain(certificate -> contacts.of(List.of(person)).chain(known -> {
                    Contact contact = known.get(person);
                    if (contact == null) {
                        throw new NameNotKnown();
                    }
                    return hours(certificate)
                            .map(hours -> new Statement(
                                    certificate,
                                    contact.name(),
                                    hours,
                                    wished == null ? contact.language() : wished,
                                    address));
                }));
    }

    private static Uni<Certificate> own(UUID id, UUID person) {
        return one("where c.id = :value and c.valid", id).map(certificate -> {
            if (certificate == null || !certificate.personId().equals(person)) {
                throw new NotKnown("You have no such certificate");
            }
            return certificate;
        });
    }

    /** In sessions for the target group, and for everybody in the program. */
    private static Uni<BigDecimal> hours(Certificate certificate) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select coalesce(sum(a.hours), 0) from attendance a join session s on s.id = a.session_id
                                where a.person_id = :person and s.program = :program
                                    and (s.target_group is null or s.target_group = :group)
                                """, BigDecimal.class)
                        .setParameter("person", certificate.personId())
                        .setParameter("program", certificate.program())
                        .setParameter("group", certificate.targetGroup())
                        .getSingleResult());
    }

    static final class NameNotKnown extends Refused {
        NameNotKnown() {
            super("What you are called has not arrived here yet; try again in a moment, or ask your coordinator");
        }
    }
}

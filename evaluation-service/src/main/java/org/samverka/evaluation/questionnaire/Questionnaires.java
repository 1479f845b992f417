package org.samverka.evaluation.questionnaire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.instrument.Instruments;
import org.samverka.evaluation.scoring.RecentForms;
import org.samverka.evaluation.scoring.Scorings;

/** The questionnaires that were written, each for a program; kept as the FHIR documents that they are. */
@ApplicationScoped
public class Questionnaires {
    private final Instruments instruments;
    private final Scorings scorings;
    private final Clock clock;
    private final RecentForms<Questionnaire> recent = new RecentForms<>();
    /** 27.50 stays 27.50: how exact a number is can mean something. */
    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    Questionnaires(Instruments instruments, Scorings scorings, Clock clock) {
        this.instruments = instruments;
        this.scorings = scorings;
        this.clock = clock;
    }

    record Row(long position, String program, Questionnaire questionnaire) {}

    /** @param created false when the same was there already */
    record Keeping(Questionnaire questionnaire, boolean created) {}

    /** Numbers keep their form. */
    JsonNode parse(String document) throws JsonProcessingException {
        JsonNode parsed = json.readTree(document);
        if (parsed.toString().contains("\\u0000")) {
            throw new Invalid("/", "unreadable-value", "A text has a character that cannot be stored (NUL)");
        }
        return parsed;
    }

    Questionnaire read(String key, int version, JsonNode document) {
        return FhirIn.read(key, version, document, scorings);
    }

    /** Keeps a version for good. Its key belongs to the program that wrote the first. */
    @WithTransaction
    Uni<Keeping> keep(String program, Questionnaire questionnaire, String by) {
        String key = questionnaire.key();
        return Panache.getSession()
                .chain(session -> hold(session, key)
                        .chain(() -> instruments.find(key))
                        .invoke(instrument -> {
                            if (instrument != null) {
                                throw new KeyTaken();
                            }
                        })
                        .chain(() -> earlier(session, key))
                        .chain(rows -> keep(session, program, questionnaire, by, rows)));
    }

    /** One at a time for a key, so that two programs cannot both be the first; instruments' keys are of the same kind. */
    private static Uni<?> hold(Mutiny.Session session, String key) {
        return session.createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('instrument ' || :key, 0)) as text)")
                .setParameter("key", key)
                .getResultList();
    }

    private static Uni<List<Object[]>> earlier(Mutiny.Session session, String key) {
        return session.createNativeQuery(
                        "select version, program, cast(document as text) from questionnaire where key = :key",
                        Object[].class)
                .setParameter("key", key)
                .getResultList();
    }

    private Uni<Keeping> keep(
            Mutiny.Session session, String program, Questionnaire questionnaire, String by, List<Object[]> earlier) {
        if (earlier.stream().anyMatch(row -> !program.equals(row[1]))) {
            throw new KeyTaken();
        }
        JsonNode document = FhirOut.questionnaire(questionnaire);
        for (Object[] row : earlier) {
            if (row[0].equals(questionnaire.version())) {
                if (!document((String) row[2]).equals(document(document.toString()))) {
                    throw new VersionExists();
                }
                return Uni.createFrom().item(new Keeping(questionnaire, false));
            }
        }
        return session.createNativeQuery("""
                        insert into questionnaire (key, version, program, document, created_at, created_by)
                        values (:key, :version, :program, cast(cast(:document as text) as jsonb), :at, :by)
                        """)
                .setParameter("key", questionnaire.key())
                .setParameter("version", questionnaire.version())
                .setParameter("program", program)
                .setParameter("document", document.toString())
                .setParameter("at", clock.instant())
                .setParameter("by", by)
                .executeUpdate()
                .replaceWith(() -> new Keeping(questionnaire, true));
    }

    static final class KeyTaken extends Refused {
        KeyTaken() {
            super("Another questionnaire or instrument has this key; choose one of your own");
        }
    }

    static final class VersionExists extends Refused {
        VersionExists() {
            super("This version has another content; a version never changes, so give it the next number");
        }
    }

    /** As the database gives it back, so that two can be compared. */
    private JsonNode document(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program's, in its newest version, or null; within a session. */
    public Uni<@Nullable Questionnaire> newest(String key, String program) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select max(version) from questionnaire where key = :key and program = :program",
                                Integer.class)
                        .setParameter("key", key)
                        .setParameter("program", program)
                        .getSingleResultOrNull())
                .chain(version -> version == null ? Uni.createFrom().nullItem() : find(key, version));
    }

    /** Within a session. */
    public Uni<@Nullable Questionnaire> find(String key, int version) {
        Questionnaire kept = recent.get(key, version);
        if (kept != null) {
            return Uni.createFrom().item(kept);
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select cast(document as text) from questionnaire where key = :key and version = :version
                                """, String.class)
                        .setParameter("key", key)
                        .setParameter("version", version)
                        .getSingleResultOrNull())
                .map(text -> text == null ? null : recent.put(read(key, version, document(text))));
    }

    /** @param visible the programs whose questionnaires the caller may know of; another's is as unknown as none */
    @WithSession
    Uni<Questionnaire> get(String key, @Nullable Integer version, Collection<String> visible) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select max(version) from questionnaire
                                where key = :key and program = any(:programs)
                                    and (cast(:version as int) is null or version = :version)
                                """, Integer.class)
                        .setParameter("key", key)
                        .setParameter("version", version)
                        .setParameter("programs", visible.toArray(String[]::new))
                        .getSingleResultOrNull())
                .chain(found -> found == null ? Uni.createFrom().nullItem() : find(key, found))
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("No such questionnaire or version in the programs assigned to you"));
    }

    /** Each in its newest version, in the order of their first. */
    @WithSession
    Uni<List<Row>> list(Collection<String> programs, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select first, program, key, version, document from (
                                    select distinct on (key) min(position) over (partition by key) as first, program, key,
                                        version, cast(document as text) as document
                                    from questionnaire where program = any(:programs)
                                    order by key, version desc) newest
                                where first > :after order by first limit :rows
                                """, Object[].class)
                        .setParameter("programs", programs.toArray(String[]::new))
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(this::row).toList());
    }

    private Row row(Object[] row) {
        return new Row(
                ((Number) row[0]).longValue(),
                (String) row[1],
                read((String) row[2], (Integer) row[3], document(Objects.requireNonNull((String) row[4]))));
    }
}

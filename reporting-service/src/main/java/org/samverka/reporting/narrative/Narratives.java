package org.samverka.reporting.narrative;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.ETags;
import org.samverka.reporting.release.Release.Full;
import org.samverka.reporting.release.Releases;

/** What is written around releases: a version is added, none is changed. */
@ApplicationScoped
public class Narratives {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;

    Narratives(Clock clock) {
        this.clock = clock;
    }

    /** @param version none for the last one */
    @WithSession
    public Uni<Narrative> of(UUID releaseId, Language language, @Nullable Integer version) {
        return latest(releaseId, language, version);
    }

    private static Uni<Narrative> latest(UUID releaseId, Language language, @Nullable Integer version) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select version, cast(sections as text), author, written_at from release.narrative
                                where release_id = :release and language = :language
                                    and version = coalesce(cast(cast(:version as text) as int), version)
                                order by version desc limit 1
                                """, Object[].class)
                        .setParameter("release", releaseId)
                        .setParameter("language", language.name())
                        .setParameter("version", Objects.toString(version, null))
                        .getSingleResultOrNull())
                .map(row -> row == null ? Narrative.none(releaseId, language) : read(releaseId, language, row));
    }

    private static Narrative read(UUID releaseId, Language language, Object[] row) {
        return new Narrative(
                releaseId,
                language,
                (Integer) row[0],
                sections((String) row[1]),
                (String) row[2],
                row[3] instanceof OffsetDateTime time ? time.toInstant() : (Instant) row[3]);
    }

    /** Two who write at once: the second has not read what the first wrote. */
    @WithTransaction
    Uni<Narrative> write(
            Full release, Language language, Map<String, String> sections, @Nullable String ifMatch, String author) {
        UUID id = release.release().id();
        return locked(id)
                .chain(() -> latest(id, language, null))
                .invoke(before -> ETags.require(ifMatch, before.version()))
                .map(before -> new Narrative(id, language, before.version() + 1, sections, author, clock.instant()))
                .call(Narratives::store);
    }

    private static Uni<Void> locked(UUID releaseId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select id from release.release where id = :id for update", UUID.class)
                        .setParameter("id", releaseId)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(Releases::unknown)
                .replaceWithVoid();
    }

    private static Uni<Void> store(Narrative narrative) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into release.narrative (release_id, language, version, sections, author, written_at)
                                values (:release, :language, :version, cast(cast(:sections as text) as jsonb), :author, :at)
                                """)
                        .setParameter("release", narrative.releaseId())
                        .setParameter("language", narrative.language().name())
                        .setParameter("version", narrative.version())
                        .setParameter("sections", written(narrative.sections()))
                        .setParameter("author", narrative.author())
                        .setParameter("at", narrative.writtenAt())
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static String written(Map<String, String> sections) {
        try {
            return JSON.writeValueAsString(sections);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> sections(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

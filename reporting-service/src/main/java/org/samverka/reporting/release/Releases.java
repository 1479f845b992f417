package org.samverka.reporting.release;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ReportingEvent.ReleaseFrozen;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.reporting.program.Program;
import org.samverka.reporting.release.Refusals.AlreadySuperseded;
import org.samverka.reporting.release.Refusals.FiguresWouldFollow;
import org.samverka.reporting.release.Refusals.OtherKind;
import org.samverka.reporting.release.Release.Full;

/** What was published, in its order; one release of a program at a time is added, and none is ever changed. */
@ApplicationScoped
public class Releases {
    private static final String SELECT = """
            select r.id, r.position, r.program, r.kind, r.revision, r.supersedes, s.id as superseded_by, r.as_of,
                r.absence_year, r.content_hash, r.author, r.author_role, r.frozen_at
            from release.release r left join release.release s on s.supersedes = r.id
            """;

    private final Outbox outbox;
    private final Workers workers;
    private final Clock clock;

    Releases(Outbox outbox, Workers workers, Clock clock) {
        this.outbox = outbox;
        this.workers = workers;
        this.clock = clock;
    }

    /** @param role the author's; {@code author} the subject of their token */
    record Author(String subject, String role) {}

    /**
     * @param supersedes the release that this is a revision of
     * @param withholdWhatFollows hide more instead of refusing
     */
    record Draft(
            Program program, Content content, @Nullable UUID supersedes, boolean withholdWhatFollows, Author author) {}

    private record Frozen(Release release, String canonical) {}

    /** Within the caller's transaction. */
    Uni<Release> freeze(Draft draft) {
        return alone(draft.program().key())
                .chain(() -> revision(draft))
                .chain(revision -> earlier(draft.program().key())
                        .chain(earlier -> workers.run(() -> frozen(draft, revision, earlier))))
                .call(Releases::store)
                .call(frozen -> outbox.append(event(draft.program(), frozen.release())))
                .map(Frozen::release);
    }

    /** Each release is judged with all before it, so a program's are made one after the other. */
    private static Uni<Void> alone(String program) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select 1 from (select pg_advisory_xact_lock(hashtextextended('release ' || :program, 0))) locked",
                                Integer.class)
                        .setParameter("program", program)
                        .getResultList())
                .replaceWithVoid();
    }

    private Uni<Integer> revision(Draft draft) {
        UUID before = draft.supersedes();
        return before == null
                ? Uni.createFrom().item(1)
                : inSession(before).map(release -> revisionAfter(release, draft));
    }

    private static int revisionAfter(Release before, Draft draft) {
        if (!before.program().equals(draft.program().key())) {
            throw unknown();
        }
        if (before.kind() != draft.content().kind()) {
            throw new OtherKind(before.kind());
        }
        if (before.supersededBy() != null) {
            throw new AlreadySuperseded(before.supersededBy());
        }
        return before.revision() + 1;
    }

    private static Uni<List<Content>> earlier(String program) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select content from release.release where program = :program order by position",
                                String.class)
                        .setParameter("program", program)
                        .getResultList())
                .map(contents -> contents.stream().map(Content::read).toList());
    }

    private Frozen frozen(Draft draft, int revision, List<Content> earlier) {
        var publications = new Publications(earlier);
        Content content =
                draft.withholdWhatFollows() ? publications.withoutWhatFollows(draft.content()) : draft.content();
        Set<String> revealed = draft.withholdWhatFollows() ? Set.of() : publications.revealedBy(content);
        if (!revealed.isEmpty()) {
            throw new FiguresWouldFollow(revealed);
        }
        String canonical = content.canonical();
        Instant now = clock.instant();
        return new Frozen(
                new Release(
                        UUID.randomUUID(),
                        0,
                        draft.program().key(),
                        content.kind(),
                        revision,
                        draft.supersedes(),
                        null,
                        LocalDate.ofInstant(now, draft.program().zone()),
                        content.absenceYear(),
                        Content.hash(canonical),
                        draft.author().subject(),
                        draft.author().role(),
                        now),
                canonical);
    }

    private static Uni<Void> store(Frozen frozen) {
        Release release = frozen.release();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into release.release (id, program, kind, revision, supersedes, as_of, absence_year,
                                    content_hash, content, author, author_role, frozen_at)
                                values (:id, :program, :kind, :revision, cast(cast(:supersedes as text) as uuid), :asOf,
                                    cast(cast(:absenceYear as text) as int), :hash, :content, :author, :role, :at)
                                """)
                        .setParameter("id", release.id())
                        .setParameter("program", release.program())
                        .setParameter("kind", release.kind().name())
                        .setParameter("revision", release.revision())
                        .setParameter("supersedes", Objects.toString(release.supersedes(), null))
                        .setParameter("asOf", release.asOf())
                        .setParameter("absenceYear", Objects.toString(release.absenceYear(), null))
                        .setParameter("hash", release.contentHash())
                        .setParameter("content", frozen.canonical())
                        .setParameter("author", release.author())
                        .setParameter("role", release.authorRole())
                        .setParameter("at", release.frozenAt())
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static ReleaseFrozen event(Program program, Release release) {
        return new ReleaseFrozen(
                program.id(),
                program.key(),
                release.id(),
                release.kind().name(),
                release.revision(),
                release.supersedes(),
                release.contentHash(),
                release.asOf());
    }

    @WithSession
    Uni<List<Release>> ofProgram(String program, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                SELECT
                                        + "where r.program = :program and r.position > :after order by r.position limit :rows",
                                Object[].class)
                        .setParameter("program", program)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Releases::read).toList());
    }

    @WithSession
    public Uni<Release> required(UUID id) {
        return inSession(id);
    }

    private static Uni<Release> inSession(UUID id) {
        return Panache.getSession()
                .chain(session -> one(session, id))
                .map(row -> row == null ? null : read(row))
                .onItem()
                .ifNull()
                .failWith(Releases::unknown);
    }

    private static Uni<Object @Nullable []> one(Mutiny.Session session, UUID id) {
        return session.createNativeQuery(SELECT + "where r.id = :id", Object[].class)
                .setParameter("id", id)
                .getSingleResultOrNull();
    }

    /** With what it says. */
    @WithSession
    public Uni<Full> full(UUID id) {
        return inSession(id)
                .chain(release -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(
                                        "select content from release.release where id = :id", String.class)
                                .setParameter("id", id)
                                .getSingleResult())
                        .map(content -> new Full(release, content)));
    }

    public static NotKnown unknown() {
        return new NotKnown("No such release among those of the programs assigned to you");
    }

    private static Release read(Object[] row) {
        return new Release(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                (String) row[2],
                ReportKind.valueOf((String) row[3]),
                (Integer) row[4],
                (UUID) row[5],
                (UUID) row[6],
                (LocalDate) row[7],
                (Integer) row[8],
                (String) row[9],
                (String) row[10],
                (String) row[11],
                row[12] instanceof OffsetDateTime time ? time.toInstant() : (Instant) row[12]);
    }
}

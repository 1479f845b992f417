package org.samverka.participants.imports;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import org.samverka.participants.imports.Importing.News;
import org.samverka.participants.imports.Reading.Statement;
import org.samverka.participants.imports.SaidBefore.Known;
import org.samverka.participants.imports.SaidBefore.Said;

/** Remembers what a dry run has read, so that it says of all its parts together what the run itself would. */
@ApplicationScoped
class DryRuns {
    /** What is known, and what earlier parts of this run have said; within the caller's transaction. */
    Uni<Known> with(Known known, Job job, List<Statement> statements) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    select ref, encode(fingerprint, 'hex') from import_seen
                    where import_id = :id and ref = any(cast(:refs as text[]))
                    """, Object[].class)
                        .setParameter("id", job.id())
                        .setParameter(
                                "refs", statements.stream().map(Statement::ref).toArray(String[]::new))
                        .getResultList())
                .map(rows -> with(known, job, rows));
    }

    private static Known with(Known known, Job job, Iterable<Object[]> rows) {
        var said = new HashMap<>(known.said());
        rows.forEach(row -> said.put((String) row[0], new Said((String) row[0], (String) row[1], 1, job.id())));
        return new Known(said, known.unchanged(), known.foreign(), known.weeklyHours());
    }

    /** Within the caller's transaction; nothing is kept once the last part is done. */
    Uni<Void> keep(Job job, List<News> news) {
        return job.isInLastPart() ? forget(job) : remember(job, news);
    }

    private static Uni<Void> remember(Job job, List<News> news) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    insert into import_seen (import_id, ref, fingerprint)
                    select :id, ref, decode(fingerprint, 'hex')
                    from unnest(cast(:refs as text[]), cast(:fingerprints as text[])) as seen (ref, fingerprint)
                    order by ref
                    """)
                        .setParameter("id", job.id())
                        .setParameter(
                                "refs",
                                news.stream()
                                        .map(each -> each.statement().ref())
                                        .toArray(String[]::new))
                        .setParameter(
                                "fingerprints",
                                news.stream()
                                        .map(each -> each.statement().fingerprint())
                                        .toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> forget(Job job) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("delete from import_seen where import_id = :id")
                        .setParameter("id", job.id())
                        .executeUpdate())
                .replaceWithVoid();
    }
}

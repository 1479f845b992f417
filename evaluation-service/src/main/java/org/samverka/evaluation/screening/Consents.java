package org.samverka.evaluation.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.samverka.contracts.ParticipantEvent.ConsentChanged;
import org.samverka.evaluation.participant.ConsentNews;

/** Who lets occupational health see a result; looked at when they look, so that it takes effect at once. */
@ApplicationScoped
class Consents implements ConsentNews {
    private static final String PURPOSE = "share-result-with-occupational-health";

    @Override
    public Uni<Void> heard(List<ConsentChanged> changes) {
        List<ConsentChanged> ours = changes.stream()
                .filter(change -> change.purpose().equals(PURPOSE))
                .toList();
        if (ours.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into consent (person_id, allowed, at)
                                select distinct on (person_id) person_id, allowed, cast(at as timestamptz)
                                from unnest(cast(:people as uuid[]), cast(:allowed as boolean[]), cast(:times as text[]))
                                    as c (person_id, allowed, at)
                                order by person_id, cast(at as timestamptz) desc
                                on conflict (person_id) do update set allowed = excluded.allowed, at = excluded.at
                                    where consent.at < excluded.at
                                """)
                        .setParameter(
                                "people",
                                ours.stream().map(ConsentChanged::personId).toArray(UUID[]::new))
                        .setParameter(
                                "allowed",
                                ours.stream().map(ConsentChanged::allowed).toArray(Boolean[]::new))
                        .setParameter(
                                "times",
                                ours.stream()
                                        .map(change -> change.at()
                                                .atOffset(ZoneOffset.UTC)
                                                .toString())
                                        .toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }
}

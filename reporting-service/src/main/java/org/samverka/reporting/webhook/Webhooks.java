package org.samverka.reporting.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What happened that systems are to be told: kept once per cause, with a delivery for each endpoint that wants it, in
 * the transaction that heard of it.
 */
@ApplicationScoped
public class Webhooks {
    private static final int AT_ONCE = 100;

    private final ObjectMapper json;
    private final Configuration settings;
    private final Clock clock;

    Webhooks(ObjectMapper json, Configuration settings, Clock clock) {
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /** Something changed in programs; told after a while, with all that changes until then. */
    public Uni<Void> changed(Set<String> programs, EventType... types) {
        if (programs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into webhook.change as told (program, type, since)
                                select program, type, clock_timestamp()
                                from unnest(cast(:programs as text[])) as p (program)
                                    cross join unnest(cast(:types as text[])) as t (type)
                                where exists (select from webhook.endpoint e
                                    where e.program = p.program and e.state = 'enabled' and t.type = any(e.events))
                                order by program, type
                                on conflict (program, type) do update set since = told.since
                                """)
                        .setParameter("programs", programs.toArray(String[]::new))
                        .setParameter(
                                "types",
                                List.of(types).stream().map(EventType::key).toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> tellOfChanges() {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> due(session))
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : note(rows.stream().map(this::message).toList())));
    }

    private Uni<List<Object[]>> due(Mutiny.Session session) {
        return session.createNativeQuery("""
                        delete from webhook.change where (program, type) in (
                            select program, type from webhook.change
                            where since <= clock_timestamp() - make_interval(secs => :pace)
                            order by since limit :some for update skip locked)
                        returning program, type, since
                        """, Object[].class)
                .setParameter("pace", (double) settings.pace().toSeconds())
                .setParameter("some", AT_ONCE)
                .getResultList();
    }

    private Message message(Object[] row) {
        Instant since = Objects.requireNonNull(Endpoints.time(row[2]));
        return Message.changed(EventType.of((String) row[1]), (String) row[0], since, clock.instant());
    }

    /** Within the caller's transaction; a cause that is known already, or told twice here, changes nothing. */
    Uni<Void> note(List<Message> told) {
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<UUID, Message> once = new LinkedHashMap<>();
        told.forEach(message -> once.putIfAbsent(message.id(), message));
        List<Message> messages = List.copyOf(once.values());
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with told as (
                                    select * from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:types as text[]),
                                        cast(:payloads as text[]), cast(:times as text[])) with ordinality
                                        as m (id, program, type, payload, at, n)),
                                wanted as (
                                    select e.id as endpoint, m.id as message, m.n, e.position
                                    from told m join webhook.endpoint e
                                        on e.program = m.program and e.state = 'enabled' and m.type = any(e.events)),
                                noted as (
                                    insert into webhook.message (id, program, type, payload, at)
                                    select id, program, type, payload, cast(at as timestamptz) from told
                                    where id in (select message from wanted) order by n
                                    on conflict (id) do nothing returning id)
                                insert into webhook.delivery (id, endpoint_id, message_id, state)
                                select cast(md5(cast(w.endpoint as text) || cast(w.message as text)) as uuid), w.endpoint, w.message,
                                    'pending'
                                from wanted w join noted on noted.id = w.message
                                order by w.n, w.position
                                """)
                        .setParameter("ids", messages.stream().map(Message::id).toArray(UUID[]::new))
                        .setParameter(
                                "programs",
                                messages.stream().map(Message::program).toArray(String[]::new))
                        .setParameter(
                                "types",
                                messages.stream()
                                        .map(message -> message.type().key())
                                        .toArray(String[]::new))
                        .setParameter(
                                "payloads", messages.stream().map(this::payload).toArray(String[]::new))
                        .setParameter(
                                "times",
                                messages.stream()
                                        .map(message -> message.at().toString())
                                        .toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private String payload(Message message) {
        try {
            return json.writeValueAsString(message.envelope());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

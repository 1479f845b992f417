package org.samverka.contracts.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Writes;

/**
 * Lets a request with an {@code Idempotency-Key} take effect once: the answer is kept for 24 hours in the effect's
 * transaction, and given again to the same request. Refusals leave nothing behind and are judged anew.
 */
@ApplicationScoped
public class Idempotency {
    public static final String HEADER = "Idempotency-Key";

    private final ObjectMapper json;

    Idempotency(ObjectMapper json) {
        this.json = json;
    }

    /** A caller's key and the digest of what they asked with it. */
    public record Key(String caller, String key, String request) {}

    /** What the caller gets, now and again. */
    public record Answer(
            int status,
            String body,
            @Nullable String location,
            @Nullable String etag) {
        public Response response() {
            Response.ResponseBuilder response =
                    Response.status(status).entity(body).type(MediaType.APPLICATION_JSON_TYPE);
            if (location != null) {
                response.location(URI.create(location));
            }
            if (etag != null) {
                response.tag(etag);
            }
            return response.build();
        }
    }

    /** Answers given before, by key: another request under the same key is refused. */
    public static final class Given {
        private final Map<String, Row> rows = new HashMap<>();

        private record Row(String request, Answer answer) {
            static Row of(Object[] row, int first) {
                return new Row(
                        (String) row[first],
                        new Answer((Integer) row[first + 1], (String) row[first + 2], (String) row[first + 3], (String)
                                row[first + 4]));
            }
        }

        public @Nullable Answer to(Key key) {
            Row row = rows.get(key.caller() + '\n' + key.key());
            if (row == null) {
                return null;
            }
            if (!row.request().equals(key.request())) {
                throw new IdempotencyKeyReused();
            }
            return row.answer();
        }

        /**
         * An answer that was read along with something else.
         *
         * @param row request, status, body, location and etag, as the table has them
         */
        public void add(Key key, Object[] row) {
            rows.put(key.caller() + '\n' + key.key(), Row.of(row, 0));
        }

        /** An answer that is given within the same transaction, so that its request finds it when it comes twice. */
        public void add(Key key, Answer answer) {
            rows.put(key.caller() + '\n' + key.key(), new Row(key.request(), answer));
        }
    }

    static final class IdempotencyKeyReused extends Refused {
        IdempotencyKeyReused() {
            super("This Idempotency-Key was used for another request; take a new one");
        }
    }

    public @Nullable Key key(@Nullable String header, Caller caller, String operation, Object request) {
        return header == null ? null : key(header, caller.subject(), operation, request);
    }

    /** For a caller who has no token; the name must be as hard to guess. */
    public @Nullable Key key(@Nullable String header, String caller, String operation, Object request) {
        if (header == null) {
            return null;
        }
        if (header.isBlank() || header.length() > 200) {
            throw new Invalid("/" + HEADER, "length", "An Idempotency-Key has 1 to 200 characters");
        }
        return new Key(caller, header, digest(operation + '\n' + write(request)));
    }

    public Answer created(Object body, String location, int version) {
        return new Answer(201, write(body), location, Integer.toString(version));
    }

    /** Runs the effect in a transaction, or gives the answer that it got when it ran. */
    public Uni<Response> once(@Nullable Key key, Supplier<Uni<Answer>> effect) {
        return Panache.withTransaction(() -> key == null ? effect.get() : firstTime(key, effect))
                .onFailure(Idempotency::anotherWasFirst)
                .retry()
                .atMost(1)
                .map(Answer::response);
    }

    private Uni<Answer> firstTime(Key key, Supplier<Uni<Answer>> effect) {
        return given(List.of(key)).chain(given -> {
            Answer before = given.to(key);
            return before != null
                    ? Uni.createFrom().item(before)
                    : effect.get().call(answer -> keep(List.of(key), List.of(answer)));
        });
    }

    /** Looks many keys up at once; within the caller's transaction. */
    public Uni<Given> given(List<Key> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(new Given());
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select caller, key, request, status, body, location, etag from idempotency
                                where (caller, key) in (select * from unnest(cast(:callers as text[]), cast(:keys as text[])))
                                """, Object[].class)
                        .setParameter("callers", keys.stream().map(Key::caller).toArray(String[]::new))
                        .setParameter("keys", keys.stream().map(Key::key).toArray(String[]::new))
                        .getResultList())
                .map(Idempotency::given);
    }

    private static Given given(Iterable<Object[]> rows) {
        var given = new Given();
        for (Object[] row : rows) {
            given.rows.put(row[0] + "\n" + row[1], Given.Row.of(row, 2));
        }
        return given;
    }

    /** Keeps many answers at once; within the transaction of what they answer. */
    public Uni<Void> keep(List<Key> keys, List<Answer> answers) {
        var writes = new Writes();
        keep(keys, answers, writes);
        return writes.execute();
    }

    /** The same, along with other effects. */
    public void keep(List<Key> keys, List<Answer> answers, Writes writes) {
        if (keys.isEmpty()) {
            return;
        }
        writes.add(
                """
                        kept as (
                            insert into idempotency (caller, key, request, status, body, location, etag)
                            select * from unnest(cast(:answerCallers as text[]), cast(:answerKeys as text[]), cast(:answerRequests as text[]), cast(:answerStatuses as int[]), cast(:answerBodies as text[]), cast(:answerLocations as text[]), cast(:answerEtags as text[])))""",
                Map.of(
                        "answerCallers", keys.stream().map(Key::caller).toArray(String[]::new),
                        "answerKeys", keys.stream().map(Key::key).toArray(String[]::new),
                        "answerRequests", keys.stream().map(Key::request).toArray(String[]::new),
                        "answerStatuses", answers.stream().map(Answer::status).toArray(Integer[]::new),
                        "answerBodies", answers.stream().map(Answer::body).toArray(String[]::new),
                        "answerLocations",
                                answers.stream().map(Answer::location).toArray(String[]::new),
                        "answerEtags", answers.stream().map(Answer::etag).toArray(String[]::new)));
    }

    @Scheduled(every = "1h", delayed = "5m", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> forget() {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from idempotency where at < current_timestamp - interval '24 hours'")
                        .executeUpdate())
                .replaceWithVoid());
    }

    /** Whether a transaction failed only because another one has just kept an answer under the same key: run it again. */
    public static boolean anotherWasFirst(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof ConstraintViolationException violation
                        && "idempotency_pkey".equals(violation.getConstraintName()));
    }

    public String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Topic;
import org.samverka.contracts.rest.Refused;
import org.samverka.participants.hr.DeadLetters.Filter;
import org.samverka.participants.hr.DeadLetters.LetterClosed;
import org.samverka.participants.hr.DeadLetters.Opened;
import org.samverka.participants.hr.DeadLetters.Reader;
import org.samverka.participants.hr.Verdicts.Outcome;
import org.samverka.participants.hr.Verdicts.Verdict;

/** Takes dead letters in again, as they are or corrected, through the same checks as when they came. */
@ApplicationScoped
class Replays {
    static final int MOST_AT_ONCE = 500;

    private final DeadLetters letters;
    private final Ingress ingress;

    Replays(DeadLetters letters, Ingress ingress) {
        this.letters = letters;
        this.ingress = ingress;
    }

    /** How many were taken in, and how many turned away again. */
    record Result(int replayed, int refused) {}

    static final class NotReplayable extends Refused {
        NotReplayable() {
            super("This is no CloudEvent; discard it and have it sent again");
        }
    }

    /** @param data instead of what the event holds, as JSON */
    Uni<Verdict> replay(UUID id, @Nullable String data, @Nullable Set<String> within, Reader reader) {
        return letters.open(id, within, reader, "replay").chain(opened -> {
            if (!opened.letter().state().equals("open")) {
                throw new LetterClosed();
            }
            CloudEvent event = event(opened, data);
            if (event == null) {
                throw new NotReplayable();
            }
            return ingress.take(List.of(event), within)
                    .map(verdicts -> verdicts.get(0))
                    .call(verdict -> wasTaken(verdict)
                            ? letters.tried(List.of(id), List.of(), reader)
                            : letters.tried(List.of(), List.of(id), reader));
        });
    }

    Uni<Result> replayAll(Filter filter, @Nullable Set<String> within, Reader reader) {
        return letters.openSome(filter, within, reader, MOST_AT_ONCE).chain(some -> replayAll(some, within, reader));
    }

    private Uni<Result> replayAll(List<Opened> some, @Nullable Set<String> within, Reader reader) {
        var ids = new ArrayList<UUID>();
        var events = new ArrayList<CloudEvent>();
        var refused = new ArrayList<UUID>();
        for (Opened opened : some) {
            CloudEvent event = event(opened, null);
            if (event == null) {
                refused.add(opened.letter().id());
            } else {
                ids.add(opened.letter().id());
                events.add(event);
            }
        }
        return ingress.take(events, within)
                .map(verdicts -> divided(ids, verdicts, refused))
                .call(taken -> letters.tried(taken, refused, reader))
                .map(taken -> new Result(taken.size(), refused.size()));
    }

    private static List<UUID> divided(List<UUID> ids, List<Verdict> verdicts, List<UUID> refused) {
        var taken = new ArrayList<UUID>();
        for (int i = 0; i < ids.size(); i++) {
            (wasTaken(verdicts.get(i)) ? taken : refused).add(ids.get(i));
        }
        return taken;
    }

    private static boolean wasTaken(Verdict verdict) {
        return verdict.outcome() != Outcome.rejected;
    }

    /** Under a name of its own, since the first one may be known as having arrived. */
    private static @Nullable CloudEvent event(Opened letter, @Nullable String data) {
        try {
            CloudEvent event = KafkaMessageFactory.createReader(record(letter)).toEvent();
            CloudEventBuilder again = CloudEventBuilder.v1(event)
                    .withId("%s~%d".formatted(event.getId(), letter.letter().attempts() + 1));
            return (data == null ? again : again.withData("application/json", data.getBytes(UTF_8))).build();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static ConsumerRecord<String, byte[]> record(Opened letter) {
        var headers = new RecordHeaders();
        letter.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return new ConsumerRecord<>(
                Topic.HR.wireName(),
                0,
                0,
                letter.letter().time().toEpochMilli(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                Objects.toString(letter.letter().key(), ""),
                letter.payload(),
                headers,
                Optional.empty());
    }
}

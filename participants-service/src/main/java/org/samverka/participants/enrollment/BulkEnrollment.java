package org.samverka.participants.enrollment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Idempotency.Answer;
import org.samverka.contracts.rest.Idempotency.Key;
import org.samverka.contracts.rest.Invalid;
import org.samverka.participants.enrollment.Enrollments.Decision;

/** Enrolls many, each by itself: some at a time share a transaction, and a row that is refused holds up no other. */
@ApplicationScoped
class BulkEnrollment {
    private static final int TOGETHER = 200;

    private final Enrollments enrollments;
    private final Idempotency idempotency;

    BulkEnrollment(Enrollments enrollments, Idempotency idempotency) {
        this.enrollments = enrollments;
        this.idempotency = idempotency;
    }

    /** What became of a row: an enrollment, or the refusal's code and detail. */
    record Outcome(
            @Nullable Enrollment enrollment, @Nullable DomainException refusal) {
        @Nullable
        String code() {
            return refusal instanceof Invalid invalid
                    ? invalid.errors().get(0).code()
                    : refusal == null ? null : refusal.code();
        }

        @Nullable
        String detail() {
            return refusal instanceof Invalid invalid
                    ? invalid.errors().get(0).detail()
                    : refusal == null ? null : refusal.getMessage();
        }
    }

    /**
     * @param key when there is one, the same rows get the same answer; broken off half-way and sent again, those who were
     *     enrolled already are found by their row
     */
    <R> Uni<Answer> enroll(
            String program,
            List<R> rows,
            @Nullable Key key,
            BiFunction<R, UUID, Claim> claim,
            Function<List<Outcome>, Object> answer) {
        return before(key)
                .chain(given -> given != null
                        ? Uni.createFrom().item(given)
                        : outcomes(program, rows, key, claim)
                                .map(outcomes -> new Answer(200, idempotency.write(answer.apply(outcomes)), null, null))
                                .call(said -> keep(key, said)));
    }

    private Uni<@Nullable Answer> before(@Nullable Key key) {
        return key == null
                ? Uni.createFrom().nullItem()
                : Panache.withSession(() -> idempotency.given(List.of(key)).map(given -> given.to(key)));
    }

    private Uni<Void> keep(@Nullable Key key, Answer answer) {
        return key == null
                ? Uni.createFrom().voidItem()
                : Panache.withTransaction(() -> idempotency.keep(List.of(key), List.of(answer)))
                        .onFailure(Idempotency::anotherWasFirst)
                        .recoverWithNull()
                        .replaceWithVoid();
    }

    private <R> Uni<List<Outcome>> outcomes(
            String program, List<R> rows, @Nullable Key key, BiFunction<R, UUID, Claim> claim) {
        return Multi.createFrom()
                .iterable(chunks(rows.size()))
                .onItem()
                .transformToUniAndConcatenate(chunk -> Uni.join()
                        .all(chunk.stream()
                                .map(row -> outcome(program, rows.get(row), enrollmentId(key, row), claim))
                                .toList())
                        .andFailFast())
                .collect()
                .in(ArrayList<Outcome>::new, List::addAll)
                .map(outcomes -> outcomes);
    }

    private static List<List<Integer>> chunks(int rows) {
        return IntStream.iterate(0, from -> from < rows, from -> from + TOGETHER)
                .mapToObj(from -> IntStream.range(from, Math.min(rows, from + TOGETHER))
                        .boxed()
                        .toList())
                .toList();
    }

    private <R> Uni<Outcome> outcome(String program, R row, UUID enrollmentId, BiFunction<R, UUID, Claim> claim) {
        try {
            return enrollments.decide(program, claim.apply(row, enrollmentId)).map(BulkEnrollment::outcome);
        } catch (DomainException refusal) {
            return Uni.createFrom().item(new Outcome(null, refusal));
        }
    }

    private static Outcome outcome(Decision decision) {
        return new Outcome(decision.known(), decision.refusal());
    }

    private static UUID enrollmentId(@Nullable Key key, int row) {
        return key == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes("%s\n%s\n%s\n%d"
                        .formatted(key.caller(), key.key(), key.request(), row)
                        .getBytes(UTF_8));
    }
}

package org.samverka.evaluation.scoring;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule about answers, in one of these forms: an item has an answer ({@code item}, {@code is}); all or any of some
 * conditions hold; at least so many of some hold.
 */
public record Condition(
        @Nullable String item,
        @Nullable Integer is,
        @Nullable List<Condition> all,
        @Nullable List<Condition> any,
        @Nullable Integer atLeast,
        @Nullable List<Condition> of) {
    public Condition {
        long forms = Stream.of(item, all, any, of).filter(Objects::nonNull).count();
        if (forms != 1 || (item == null) != (is == null) || (of == null) != (atLeast == null)) {
            throw new IllegalArgumentException(
                    "A condition is {item, is}, {all: [...]}, {any: [...]} or {atLeast: n, of: [...]}");
        }
    }

    boolean holds(Map<String, Integer> answers) {
        if (all != null) {
            return all.stream().allMatch(condition -> condition.holds(answers));
        }
        if (any != null) {
            return any.stream().anyMatch(condition -> condition.holds(answers));
        }
        if (of != null && atLeast != null) {
            return of.stream().filter(condition -> condition.holds(answers)).count() >= atLeast;
        }
        return Objects.requireNonNull(is).equals(answers.get(item));
    }

    Stream<String> items() {
        return item != null
                ? Stream.of(item)
                : Stream.of(all, any, of)
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .flatMap(Condition::items);
    }
}

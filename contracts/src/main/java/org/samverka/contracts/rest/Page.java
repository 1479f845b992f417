package org.samverka.contracts.rest;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A stretch of a list and the cursor of the next one, if there is one. */
public record Page<T>(List<T> items, @Nullable String next) {
    /** @param rows one more than asked for, if there are more */
    public static <R, T> Page<T> of(List<R> rows, PageQuery query, ToLongFunction<R> position, Function<R, T> view) {
        boolean more = rows.size() > query.limit();
        List<R> shown = more ? rows.subList(0, query.limit()) : rows;
        return new Page<>(
                shown.stream().map(view).toList(),
                more ? PageQuery.cursorAfter(position.applyAsLong(shown.get(shown.size() - 1))) : null);
    }
}

package org.samverka.evaluation.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was read or done.
 *
 * @param subject whom it is about, as a survey's key calls them in screening; none: nobody in particular
 * @param object what kind of thing, and which; never a value
 * @param outcome {@code granted}, or the code of the refusal
 */
public record What(String action, String object, @Nullable UUID subject, String outcome) {
    private static final String GRANTED = "granted";

    public static What granted(String action, String object, @Nullable UUID subject) {
        return new What(action, object, subject, GRANTED);
    }
}

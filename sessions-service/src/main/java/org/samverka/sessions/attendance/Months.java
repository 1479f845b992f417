package org.samverka.sessions.attendance;

import java.time.DateTimeException;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;

/** Reads months as they stand in requests. */
final class Months {
    private Months() {}

    static YearMonth required(@Nullable String text) {
        YearMonth month = optional(text);
        if (month == null) {
            throw new Invalid("/month", "required", "Name a month, such as 2022-11");
        }
        return month;
    }

    static @Nullable YearMonth optional(@Nullable String text) {
        try {
            return text == null ? null : YearMonth.parse(text);
        } catch (DateTimeException notAMonth) {
            throw new Invalid("/month", "unreadable-value", "Write the month as 2022-11");
        }
    }
}

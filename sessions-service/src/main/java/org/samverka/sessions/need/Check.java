package org.samverka.sessions.need;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;

/** One line of a checklist: what was found, by which account, and when. */
public record Check(
        Finding finding,
        @Nullable String verifiedBy,
        @Nullable LocalDate verifiedOn) {

    static final Check NONE = new Check(Finding.unknown, null, null);

    /** What somebody says they have found; today, unless they say when. */
    public record Looked(Finding finding, @Nullable LocalDate on) {

        /** As it was, where it says nothing new. */
        Check after(Check before, String by, LocalDate today, String pointer) {
            if (finding == Finding.unknown) {
                return NONE;
            }
            LocalDate day = on == null ? today : on;
            if (day.isAfter(today)) {
                throw new Invalid(pointer + "/on", "in-the-future", "Give the day on which somebody looked");
            }
            return before.finding == finding && (on == null || day.equals(before.verifiedOn))
                    ? before
                    : new Check(finding, by, day);
        }
    }
}

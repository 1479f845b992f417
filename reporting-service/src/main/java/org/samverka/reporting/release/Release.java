package org.samverka.reporting.release;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a program as they were published; nothing of it ever changes.
 *
 * @param revision 1 for the first of its chain, one more than the one it {@code supersedes}
 * @param asOf the day in the program's zone on which the figures were frozen
 * @param contentHash SHA-256 of the canonical content, in hexadecimal
 * @param author the subject of the author's token, which names an account and no person
 * @param supersededBy the next of its chain, if there is one by now
 */
public record Release(
        UUID id,
        long position,
        String program,
        ReportKind kind,
        int revision,
        @Nullable UUID supersedes,
        @Nullable UUID supersededBy,
        LocalDate asOf,
        @Nullable Integer absenceYear,
        String contentHash,
        String author,
        String authorRole,
        Instant frozenAt) {

    /** It changes once: when another takes its place. */
    int version() {
        return supersededBy == null ? 1 : 2;
    }

    /** With what it says, as the text whose digest the hash is. */
    public record Full(Release release, String canonical) {
        public Content content() {
            return Content.read(canonical);
        }
    }
}

package org.samverka.participants.imports;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.participants.identity.IdentityNumber.Country;

/** A file that was handed in, how far it has come, and what became of its rows. */
record Job(
        UUID id,
        long position,
        Order order,
        State state,
        Instant createdAt,
        @Nullable Instant finishedAt,
        int parts,
        int nextPart,
        int rows,
        int handled,
        int accepted,
        int unchanged,
        int rejected,
        int skipped,
        @Nullable String failure) {
    static final String COLUMNS = """
        id, position, organization, kind, format, dry_run, atomic, country, created_by, state, created_at, finished_at,
        parts, next_part, rows, handled, accepted, unchanged, rejected, skipped, failure, writing\
        """;

    enum Format {
        csv,
        paxml
    }

    enum State {
        receiving,
        waiting,
        checking,
        running,
        done,
        /** A row of an atomic import was wrong: none went in. */
        refused,
        failed;

        boolean isOver() {
            return this == done || this == refused || this == failed;
        }
    }

    /**
     * What is to be done with the file.
     *
     * @param dryRun only says what would become of the rows
     * @param atomic takes all rows or none
     * @param writing how the file writes numbers and dates
     */
    record Order(
            String organization,
            Row.Kind kind,
            Format format,
            boolean dryRun,
            boolean atomic,
            Country country,
            String createdBy,
            String writing) {}

    static Job of(Object[] row) {
        return new Job(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                new Order(
                        (String) row[2],
                        Row.Kind.valueOf((String) row[3]),
                        Format.valueOf((String) row[4]),
                        (Boolean) row[5],
                        (Boolean) row[6],
                        Country.valueOf((String) row[7]),
                        (String) row[8],
                        (String) row[21]),
                State.valueOf((String) row[9]),
                ((OffsetDateTime) row[10]).toInstant(),
                row[11] == null ? null : ((OffsetDateTime) row[11]).toInstant(),
                (Integer) row[12],
                (Integer) row[13],
                (Integer) row[14],
                (Integer) row[15],
                (Integer) row[16],
                (Integer) row[17],
                (Integer) row[18],
                (Integer) row[19],
                (String) row[20]);
    }

    String source() {
        return "import:" + order.organization();
    }

    boolean isInLastPart() {
        return nextPart + 1 >= parts;
    }
}

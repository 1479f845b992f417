package org.samverka.participants.imports;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;

/** The rows of a file, one after the other; never more of it in memory than a row may be long. */
interface Rows extends Closeable {
    int MOST_IN_A_PART = 4000;
    int LONGEST_PART = 2_000_000;

    /** None at the end. */
    @Nullable
    Row next();

    /** How many entries were none of our business. */
    default int skipped() {
        return 0;
    }

    /** So many as are worked on together; none at the end. */
    default List<Row> part() {
        var part = new ArrayList<Row>();
        int length = 0;
        while (part.size() < MOST_IN_A_PART && length < LONGEST_PART) {
            Row row = next();
            if (row == null) {
                break;
            }
            part.add(row);
            length += row.length();
        }
        return part;
    }

    /** A file that cannot be read to its end is not taken at all. */
    final class Unreadable extends Invalid {
        Unreadable(String code, String detail) {
            super("", code, detail);
        }

        static Unreadable at(long line, String code, String detail) {
            return new Unreadable(code, "Near line %d: %s".formatted(line, detail));
        }
    }
}

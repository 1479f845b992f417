package org.samverka.reporting.disclosure;

import org.jspecify.annotations.Nullable;

/**
 * What disclosure control must know of a cell.
 *
 * @param count how much the cell counts; where nothing is counted there is nobody to protect
 * @param people how many people are behind it at the least
 * @param share what the cell says of them, if it is a share
 */
public record Figure(long count, long people, @Nullable Share share) {
    /** A count of people. */
    public static Figure of(long people) {
        return new Figure(people, people, null);
    }

    boolean isEmpty() {
        return count == 0;
    }
}

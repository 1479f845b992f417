package org.samverka.reporting.disclosure;

/** The fewest people that a shown figure is about. It can be raised, never lowered. */
public record Minimum(int people) {
    public static final int LOWEST = 7;

    public Minimum {
        if (people < LOWEST) {
            throw new IllegalArgumentException(
                    "The minimum is %d people; it can be raised, but not lowered to %d".formatted(LOWEST, people));
        }
    }

    boolean isMetBy(long number) {
        return number >= people;
    }

    /**
     * What is shown of a live count: the last multiple of the minimum that it has reached, so that two successive values
     * never differ by fewer.
     */
    public long step(long count) {
        return count - Math.floorMod(count, people);
    }
}

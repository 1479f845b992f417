package org.samverka.reporting.disclosure;

/** The fewest people that a shown figure is about. It can be raised, never lowered. */
public record Minimum(int people) {
    public static final int LOWEST = 7;
    private static final int OF_SCREENING = 10;

    public Minimum {
        if (people < LOWEST) {
            throw new IllegalArgumentException(
                    "The minimum is %d people; it can be raised, but not lowered to %d".formatted(LOWEST, people));
        }
    }

    /** Of prevalence in screening, and offers. */
    public Minimum ofScreening() {
        return new Minimum(Math.max(people, OF_SCREENING));
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

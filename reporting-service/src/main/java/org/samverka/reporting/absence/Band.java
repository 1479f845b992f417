package org.samverka.reporting.absence;

/** Episodes by their whole length in calendar days, whatever the extent. */
enum Band {
    DAYS_1_7("1-7", 7),
    DAYS_8_14("8-14", 14),
    DAYS_15_59("15-59", 59),
    DAYS_60_OR_MORE("60+", Long.MAX_VALUE);

    private final String label;
    private final long longest;

    Band(String label, long longest) {
        this.label = label;
        this.longest = longest;
    }

    static Band of(long length) {
        for (Band band : values()) {
            if (length <= band.longest) {
                return band;
            }
        }
        throw new IllegalArgumentException();
    }

    String label() {
        return label;
    }

    /** Whether all its episodes are of at most so many days. */
    boolean isWithin(int maxDays) {
        return longest <= maxDays;
    }
}

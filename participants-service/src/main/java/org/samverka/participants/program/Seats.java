package org.samverka.participants.program;

import org.jspecify.annotations.Nullable;

/** How many seats there are and how many are taken; without a limit every one is free. */
final class Seats {
    private @Nullable Integer limit;
    private int taken;
    private int newlyTaken;
    private int newlyGiven;

    Seats(@Nullable Integer limit, int taken) {
        this.limit = limit;
        this.taken = taken;
    }

    boolean isLimited() {
        return limit != null;
    }

    int free() {
        return limit == null ? Integer.MAX_VALUE : Math.max(0, limit - taken);
    }

    void take() {
        taken++;
        newlyTaken++;
    }

    void release() {
        taken--;
        newlyTaken--;
    }

    /** Makes one seat more, or one less, than was there. */
    void give(int seats) {
        if (limit != null) {
            limit += seats;
            newlyGiven += seats;
        }
    }

    /** Seats taken since they were read, less those that came free. */
    int newlyTaken() {
        return newlyTaken;
    }

    int newlyGiven() {
        return newlyGiven;
    }

    /** What was new is written down. */
    void keep() {
        newlyTaken = 0;
        newlyGiven = 0;
    }

    boolean isChanged() {
        return isLimited() && (newlyTaken != 0 || newlyGiven != 0);
    }
}

package org.samverka.stack.demo.hr;

import org.jspecify.annotations.Nullable;

/** A unit of an organization, and how many women and men have their first employment there. */
public record Unit(String ref, String name, @Nullable String parentRef, Work work, int women, int men) {
    /** What is done there: it shapes working hours and absence. */
    enum Work {
        OFFICE(0.25),
        SCHOOL(0.35),
        PRESCHOOL(0.5),
        CARE(0.7),
        SERVICE(0.5);

        /** Which share of the women works part-time; of the men it is a third of that. */
        private final double partTime;

        Work(double partTime) {
            this.partTime = partTime;
        }

        double partTime(boolean woman) {
            return woman ? partTime : partTime / 3;
        }
    }

    int people() {
        return women + men;
    }
}

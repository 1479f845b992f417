package org.samverka.reporting.statistics;

/** Who looks at the figures. */
enum Audience {
    /** Has the lists of the program, and so its exact operational counts. */
    COORDINATOR,
    /** Sees nothing but what disclosure control lets through. */
    ANALYST
}

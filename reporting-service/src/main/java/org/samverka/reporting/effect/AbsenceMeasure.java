package org.samverka.reporting.effect;

/** Which absence an effect is on, by the names that definitions of goals and the API use. */
public enum AbsenceMeasure {
    /** In episodes of at most 14 days. */
    shortTermAbsence("short"),
    /** All sick leave. */
    totalAbsence("sick");

    static final int SHORT = 14;

    private final String column;

    AbsenceMeasure(String column) {
        this.column = column;
    }

    String before() {
        return column + "_before";
    }

    String after() {
        return column + "_after";
    }

    /** The definition of the share of working time that is compared, with its version. */
    public String definition() {
        return this == shortTermAbsence ? "sick-leave-short-term" : "se-sick-leave";
    }
}

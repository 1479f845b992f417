package org.samverka.evaluation.survey;

/** What makes a survey ask somebody. */
public enum Occasion {
    /** That a person attended a session that it is about. */
    attendance,
    /** That a person entered the group: what is asked before. */
    enrolled,
    /** That a person completed the group: what is asked after, at once or so many days later. */
    completed,
    /** That a day has come: everybody who is in the group then, as in a round of screening. */
    date,
    /** The organizations that take part, each of which answers once, by one of its contacts; on a day or at once. */
    organization;

    boolean isOfDay() {
        return this == date || this == organization;
    }

    boolean asksPeople() {
        return this != organization;
    }
}

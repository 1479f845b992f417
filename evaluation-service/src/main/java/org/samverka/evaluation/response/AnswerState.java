package org.samverka.evaluation.response;

/**
 * Where somebody stands with a survey: may answer, has answered, is to answer once more, or can no longer, since it is too
 * late or the survey has no key.
 */
public enum AnswerState {
    open,
    answered,
    again,
    closed;

    /** @param taken whether first answers are taken today */
    public AnswerState at(boolean taken) {
        return this == open && !taken ? closed : this;
    }

    public boolean isDue() {
        return this == open || this == again;
    }
}

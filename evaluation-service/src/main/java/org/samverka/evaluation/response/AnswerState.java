package org.samverka.evaluation.response;

/** Where a person stands with a survey: may answer, has answered, or can no longer, since the survey has no key. */
public enum AnswerState {
    open,
    answered,
    closed
}

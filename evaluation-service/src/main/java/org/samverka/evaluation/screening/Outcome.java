package org.samverka.evaluation.screening;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.samverka.evaluation.scoring.Score;
import org.samverka.evaluation.scoring.Scoring;

/** What a screening comes to. Never a diagnosis. */
public enum Outcome {
    /** No reason to look further. */
    CLEAR("clear"),
    /** At risk by the first answer, where the instrument asks for a second before that holds. */
    REPEAT("repeat"),
    /** Reason to look further, and to offer support. */
    RISK_ZONE("risk-zone"),
    /** Too little was answered. */
    INDETERMINATE("indeterminate");

    final String wire;

    Outcome(String wire) {
        this.wire = wire;
    }

    /** @param round which answer of the same person in the same survey, from 1 */
    static Outcome of(Score score, Scoring scoring, int round) {
        if (score.value() == null) {
            return INDETERMINATE;
        }
        if (!score.risk()) {
            return CLEAR;
        }
        return scoring.repeat() != null && round == 1 ? REPEAT : RISK_ZONE;
    }

    static Outcome of(String wire) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no outcome " + wire));
    }

    @JsonValue
    public String wire() {
        return wire;
    }
}

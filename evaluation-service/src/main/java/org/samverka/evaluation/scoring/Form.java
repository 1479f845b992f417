package org.samverka.evaluation.scoring;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Something that can be put to people: it judges what they answer, and says what the answers come to. */
public interface Form {
    String key();

    int version();

    /** None: each item's answer is its score, and there is no other. */
    @Nullable
    Scoring scoring();

    /**
     * @throws org.samverka.contracts.rest.Invalid naming everything that is wrong by a pointer below {@code /answers}
     */
    Filled fill(Map<String, ? extends @Nullable Object> answers);

    /**
     * Answers that are as they should be.
     *
     * @param scores whole numbers, by item
     * @param results what the scoring makes of them
     * @param answers what is not a score, except for free text; by item
     * @param texts what somebody wrote in their own words, by item
     */
    record Filled(
            SortedMap<String, Integer> scores,
            List<Score> results,
            SortedMap<String, Object> answers,
            SortedMap<String, String> texts) {

        /** No log holds an answer. */
        @Override
        public String toString() {
            return "A filled form";
        }
    }
}

package org.samverka.sessions.answer;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.need.Need;

/** What everybody who is invited is asked: what they need so as to take part, in words of theirs and by a list. */
record NeedsQuestion(String language, String question, String freeText, List<Choice> choices) {
    record Choice(Need need, String label) {}

    /** @param language the header Accept-Language, or a language's tag; what cannot be read or is none of ours is English */
    static NeedsQuestion in(@Nullable String language) {
        Texts texts = Texts.of("needs", language);
        return new NeedsQuestion(
                texts.language(),
                texts.get("question"),
                texts.get("free-text"),
                Arrays.stream(Need.values())
                        .map(need -> new Choice(need, texts.get(need.name())))
                        .toList());
    }
}

package org.samverka.sessions.answer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.need.Need;

/** What everybody who is invited is asked: what they need so as to take part, in words of theirs and by a list. */
record NeedsQuestion(String language, String question, String freeText, List<Choice> choices) {
    private static final List<Locale> LANGUAGES =
            List.of(Locale.forLanguageTag("sv"), Locale.forLanguageTag("da"), Locale.ENGLISH);

    record Choice(Need need, String label) {}

    /** @param acceptLanguage the header; what cannot be read or is none of ours is English */
    static NeedsQuestion in(@Nullable String acceptLanguage) {
        Locale language = language(acceptLanguage);
        ResourceBundle texts = ResourceBundle.getBundle(
                "messages.needs",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new NeedsQuestion(
                language.getLanguage(),
                texts.getString("question"),
                texts.getString("free-text"),
                Arrays.stream(Need.values())
                        .map(need -> new Choice(need, texts.getString(need.name())))
                        .toList());
    }

    private static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(LanguageRange.parse(acceptLanguage), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }
}

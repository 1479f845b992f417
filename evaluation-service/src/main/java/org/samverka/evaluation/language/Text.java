package org.samverka.evaluation.language;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;

/** One text in the languages that there are of it, at least one. */
public record Text(
        @Nullable String sv, @Nullable String da, @Nullable String en) {
    public Text {
        if (Stream.of(sv, da, en).noneMatch(text -> text != null)
                || Stream.of(sv, da, en).anyMatch(text -> text != null && text.isBlank())) {
            throw new IllegalArgumentException("A text is missing, or empty in one of its languages");
        }
    }

    public static Text of(Language language, String text) {
        return switch (language) {
            case sv -> new Text(text, null, null);
            case da -> new Text(null, text, null);
            case en -> new Text(null, null, text);
        };
    }

    public boolean has(Language language) {
        return get(language) != null;
    }

    public @Nullable String get(Language language) {
        return switch (language) {
            case sv -> sv;
            case da -> da;
            case en -> en;
        };
    }

    /** In the language, or else in the first that there is. */
    public String in(Language language) {
        return Stream.of(get(language), sv, da, en)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .findFirst()
                .orElseThrow();
    }

    /** With the words of another text in the languages that this one lacks. */
    public Text and(Text other) {
        return new Text(sv == null ? other.sv : sv, da == null ? other.da : da, en == null ? other.en : en);
    }
}

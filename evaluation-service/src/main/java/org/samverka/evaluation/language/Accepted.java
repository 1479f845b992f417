package org.samverka.evaluation.language;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.samverka.contracts.Language;

/** The languages that a reader wants, the most wanted first; Swedish where none of ours is named. */
public record Accepted(List<Language> languages) {
    public static Accepted by(List<Locale> wishes) {
        return new Accepted(wishes.stream()
                .map(Locale::getLanguage)
                .flatMap(wanted -> Arrays.stream(Language.values())
                        .filter(language -> language.name().equals(wanted)))
                .distinct()
                .toList());
    }

    public Language first() {
        return languages.isEmpty() ? Language.sv : languages.get(0);
    }

    /** The most wanted of those that there are, of which there is at least one. */
    public Language among(Collection<Language> there) {
        return languages.stream()
                .filter(there::contains)
                .findFirst()
                .orElseGet(() -> there.contains(Language.sv)
                        ? Language.sv
                        : there.iterator().next());
    }
}

package org.samverka.sessions.answer;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Texts in the language of whoever reads them. */
record Texts(Locale locale, Map<String, String> all) {
    private static final List<Locale> LANGUAGES =
            List.of(Locale.forLanguageTag("sv"), Locale.forLanguageTag("da"), Locale.ENGLISH);

    /**
     * @param bundle of the messages
     * @param language the header Accept-Language, or a language's tag; what cannot be read or is none of ours is English
     */
    static Texts of(String bundle, @Nullable String language) {
        Locale locale = locale(language);
        ResourceBundle texts = ResourceBundle.getBundle(
                "messages." + bundle,
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        var all = new TreeMap<String, String>();
        texts.keySet().forEach(key -> all.put(key, texts.getString(key)));
        return new Texts(locale, all);
    }

    private static Locale locale(@Nullable String language) {
        if (language == null || language.isBlank()) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(LanguageRange.parse(language), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }

    String language() {
        return locale.getLanguage();
    }

    String get(String key) {
        String text = all.get(key);
        if (text == null) {
            throw new IllegalArgumentException("There is no text " + key);
        }
        return text;
    }

    String get(String key, String otherwise) {
        String text = all.get(key);
        return text == null ? get(otherwise) : text;
    }
}

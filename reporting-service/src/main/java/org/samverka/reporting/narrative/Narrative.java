package org.samverka.reporting.narrative;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.reporting.release.Release.Full;

/**
 * What is written around a release's figures in one language. Every version is kept.
 *
 * @param version 0 as long as nothing was written
 * @param sections text by the key of the section
 */
public record Narrative(
        UUID releaseId,
        Language language,
        int version,
        Map<String, String> sections,
        @Nullable String author,
        @Nullable Instant writtenAt) {
    static Narrative none(UUID releaseId, Language language) {
        return new Narrative(releaseId, language, 0, Map.of(), null, null);
    }

    /** Refuses sections that such a report has not, and figures that this one has not. */
    static Map<String, String> checked(Map<String, String> sections, Full release) {
        List<String> known = release.release().kind().sections();
        var placeholders = new Placeholders(release.content());
        List<Invalid.Error> errors = new ArrayList<>();
        sections.forEach((key, text) -> {
            if (known.contains(key)) {
                placeholders.unknownIn(text).forEach(unknown -> errors.add(unknown.in("/sections/" + key)));
            } else {
                errors.add(new Invalid.Error(
                        "/sections/" + key, "unknown-section", "Known here: " + String.join(", ", known)));
            }
        });
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        return sections;
    }
}

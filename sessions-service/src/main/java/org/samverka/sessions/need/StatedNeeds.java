package org.samverka.sessions.need;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one person has said that they need at one session: health data, for whoever arranges it and nobody else.
 *
 * @param text in their own words, up to {@value #MAX_TEXT} characters
 */
public record StatedNeeds(
        UUID personId, Set<Need> needs, @Nullable String text) {
    public static final int MAX_TEXT = 1000;

    public static StatedNeeds of(UUID personId, Collection<Need> needs, @Nullable String text) {
        Set<Need> stated = EnumSet.noneOf(Need.class);
        stated.addAll(needs);
        String said = text == null || text.isBlank() ? null : text.strip();
        return new StatedNeeds(personId, Collections.unmodifiableSet(stated), said);
    }

    boolean isNothing() {
        return needs.isEmpty() && text == null;
    }

    /** Neither the person nor what they need shows up in a log. */
    @Override
    public String toString() {
        return "StatedNeeds";
    }
}

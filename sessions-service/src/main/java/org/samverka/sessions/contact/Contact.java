package org.samverka.sessions.contact;

import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;

/** What a person is called, unless that is protected, and in which language they are written to. */
public record Contact(@Nullable String givenName, @Nullable String familyName, Language language) {
    /** None where the identity is protected. */
    public @Nullable String name() {
        if (givenName == null || familyName == null) {
            return null;
        }
        return givenName + " " + familyName;
    }
}

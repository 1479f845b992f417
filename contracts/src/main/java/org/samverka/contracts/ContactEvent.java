package org.samverka.contracts;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a person, on the compacted topic {@code samverka.contacts.v1}; read by sessions and by reporting's
 * notifications only. A record without a value erases the person.
 */
public sealed interface ContactEvent extends Event {
    UUID personId();

    @Override
    default Topic topic() {
        return Topic.CONTACTS;
    }

    @Override
    default String key() {
        return personId().toString();
    }

    /** Full state. With {@code protectedIdentity} nothing but the id and the language is filled in. */
    @EventType("org.samverka.participants.contact-changed.v1")
    record ContactChanged(
            UUID personId,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String email,
            @Nullable String phone,
            Language language,
            boolean protectedIdentity)
            implements ContactEvent {}
}

package org.samverka.participants.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom a request turned out to be about. */
@RequestScoped
public class Looked {
    private @Nullable UUID subject;

    /** @param pseudonym of the one person that the answer is about */
    public void at(UUID pseudonym) {
        subject = pseudonym;
    }

    @Nullable
    UUID subject() {
        return subject;
    }
}

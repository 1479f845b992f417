package org.samverka.participants.person;

import io.smallrye.mutiny.Uni;

/** Is told whose identity became protected, or no longer is, in that transaction, with their employments locked. */
public interface Hidings {
    Uni<Void> changed(PersonRef person);
}

package org.samverka.evaluation.timer;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something whose time has come: about a survey, and of it about one person or one organization, or about all. */
public record Due(
        UUID survey, @Nullable UUID person, @Nullable String organization, int number) {}

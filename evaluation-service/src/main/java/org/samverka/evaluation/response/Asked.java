package org.samverka.evaluation.response;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who answers a survey: a person, or one of its contacts for an organization. */
public record Asked(
        UUID survey, @Nullable UUID person, @Nullable String organization) {}

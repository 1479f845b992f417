package org.samverka.evaluation.screening;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long it is known whose a screening was. */
@ConfigMapping(prefix = "samverka.screening")
public interface Retained {
    /** A result and its answers: so many days after the respondent was told. */
    @WithDefault("90")
    int answersDays();

    /** An offer of support: so many days after it was made; after it was accepted, while support is under way. */
    @WithDefault("90")
    int offersDays();

    @WithDefault("400")
    int supportDays();
}

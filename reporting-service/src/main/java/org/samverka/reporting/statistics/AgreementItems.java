package org.samverka.reporting.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The questionnaires' items that are statements to agree with on a scale of 1-5. */
@ApplicationScoped
class AgreementItems {
    private final Set<String> keys;

    AgreementItems(@ConfigProperty(name = "samverka.statistics.agreement-items") Set<String> keys) {
        this.keys = Set.copyOf(keys);
    }

    boolean contain(String item) {
        return keys.contains(item);
    }
}

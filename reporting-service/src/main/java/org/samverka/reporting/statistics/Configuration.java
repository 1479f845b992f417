package org.samverka.reporting.statistics;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.samverka.reporting.disclosure.Minimum;

/** What an organization may set. */
@Dependent
class Configuration {
    @Produces
    @Singleton
    Minimum minimum(@ConfigProperty(name = "samverka.disclosure.minimum") int people) {
        return new Minimum(people);
    }
}

package org.samverka.contracts.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The formats of events, and the clock, as beans. */
class Formats {
    @Produces
    @Singleton
    EventJson eventJson(MeterRegistry metrics) {
        return new EventJson(metrics);
    }

    @Produces
    @Singleton
    Schemas schemas() {
        return new Schemas();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}

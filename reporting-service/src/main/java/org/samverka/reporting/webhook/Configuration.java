package org.samverka.reporting.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

@ConfigMapping(prefix = "samverka.webhooks")
interface Configuration {
    /** Hosts, by exact name, that may be behind our own wall and are sent to without https too. */
    Optional<Set<String>> trustedHosts();

    /** That something has changed is told once in as long. */
    @WithDefault("1m")
    Duration pace();

    /** For as long the secret before is good too when there is a new one. */
    @WithDefault("24h")
    Duration rotation();

    /** For as many days it can be seen what became of a delivery. */
    @WithDefault("30")
    int keptDays();
}

package org.samverka.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.samverka.benchmarks.load.Program;

/** Kafka's own measurement of a consumer that does nothing with what it takes. */
final class BareConsumer {
    static final String NAME = "kafka-consumer-perf-test";

    private BareConsumer() {}

    /** Records a second of those that are in a topic. */
    static double perSecond(Rig rig, String topic, int records) throws Exception {
        Path checkout = rig.stack().settings().checkout();
        String output = Program.run(
                Map.of(),
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                checkout.resolve("deploy/local-stack/target/lib/*")
                        + File.pathSeparator
                        + checkout.resolve("benchmarks/target/lib/*"),
                "org.apache.kafka.tools.ConsumerPerformance",
                "--bootstrap-server=" + rig.stack().kafka(),
                "--topic=" + topic,
                "--messages=" + records,
                "--hide-header");
        // start, end, MB, MB/s, messages, messages/s, rebalancing ms, fetching ms, MB/s and messages/s while fetching
        String[] columns = output.lines()
                .filter(line -> line.chars().filter(c -> c == ',').count() == 9)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new IllegalStateException("ConsumerPerformance says: " + output))
                .split(",\\s*");
        double perSecond = Double.parseDouble(columns[9]);
        rig.tell("consumed: " + Math.round(perSecond) + "/s");
        return perSecond;
    }
}

package org.samverka.benchmarks.load;

import java.util.Map;

/**
 * A number of clients each of whom sends the next request when the last is answered: shows what a service can do at most.
 * Every answer must be a 201.
 */
public interface ClosedModel {
    Done run(int clients, int seconds) throws Exception;

    String name();

    /** wrk where it is installed, since it takes the least processor time away from the service. */
    static ClosedModel of(Enrolling enrolling) {
        return Program.isInstalled(Wrk.PROGRAM) ? new Wrk(enrolling) : new BuiltIn(enrolling);
    }

    /** One thread and one connection per client. */
    final class BuiltIn implements ClosedModel {
        private static final int CREATED = 201;

        private final Enrolling enrolling;

        BuiltIn(Enrolling enrolling) {
            this.enrolling = enrolling;
        }

        @Override
        public Done run(int clients, int seconds) throws Exception {
            long began = System.nanoTime();
            long end = began + seconds * 1_000_000_000L;
            long count = Connections.each(clients, enrolling.requests().service(), connection -> {
                long answered = 0;
                while (System.nanoTime() < end) {
                    connection.exchange(enrolling.nextRequest()).require(CREATED);
                    answered++;
                }
                return answered;
            });
            return new Done(count, (System.nanoTime() - began) / 1e9);
        }

        @Override
        public String name() {
            return "built in (wrk is not installed)";
        }
    }

    /** Debian's wrk with one thread, told by environment variables whom to enroll. */
    final class Wrk implements ClosedModel {
        static final String PROGRAM = "wrk";
        private static final int UNLIMITED_PATIENCE_SECONDS = 60;

        private final Enrolling enrolling;

        Wrk(Enrolling enrolling) {
            this.enrolling = enrolling;
        }

        @Override
        public Done run(int clients, int seconds) throws Exception {
            HttpRequests requests = enrolling.requests();
            String output = Program.withResource(
                    "enroll.lua",
                    script -> Program.run(
                            Map.of(
                                    "BENCH_TOKEN", requests.token(),
                                    "BENCH_PATH", requests.service().getPath() + enrolling.path(),
                                    "BENCH_GROUP", enrolling.targetGroup(),
                                    "BENCH_RUN", enrolling.run(),
                                    "BENCH_FIRST", Integer.toString(enrolling.first())),
                            PROGRAM,
                            "--threads=1",
                            "--connections=" + clients,
                            "--duration=" + seconds + "s",
                            "--timeout=" + UNLIMITED_PATIENCE_SECONDS + "s",
                            "--script=" + script,
                            "http://" + requests.service().getAuthority() + "/"));
            long answered = Program.number(output, "answered (\\d+)");
            // Each client had one more under way, and wrk tries the script once before it begins.
            enrolling.used(answered + clients + 1);
            if (Program.number(output, "failed (\\d+)") > 0) {
                throw new IllegalStateException("Not everybody was enrolled: " + output);
            }
            return new Done(answered, Program.number(output, "microseconds (\\d+)") / 1e6);
        }

        @Override
        public String name() {
            return "wrk, 1 thread";
        }
    }
}

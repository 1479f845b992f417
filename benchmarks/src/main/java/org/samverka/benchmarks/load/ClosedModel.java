package org.samverka.benchmarks.load;

/**
 * A number of clients each of whom sends the next request when the last is answered: shows what a service can do at most.
 * Every answer must be a 201.
 */
public interface ClosedModel {
    Done run(int clients, int seconds) throws Exception;

    String name();

    /** wrk where it is installed, since it takes the least processor time away from the service. */
    static ClosedModel of(Orders orders) {
        return Program.isInstalled(Wrk.PROGRAM) ? new Wrk(orders) : new BuiltIn(orders);
    }

    /** One thread and one connection per client. */
    final class BuiltIn implements ClosedModel {
        private static final int CREATED = 201;

        private final Orders orders;

        BuiltIn(Orders orders) {
            this.orders = orders;
        }

        @Override
        public Done run(int clients, int seconds) throws Exception {
            long began = System.nanoTime();
            long end = began + seconds * 1_000_000_000L;
            long count = Connections.each(clients, orders.requests().service(), connection -> {
                long answered = 0;
                while (System.nanoTime() < end) {
                    connection.exchange(orders.nextRequest()).require(CREATED);
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

    /** Debian's wrk with one thread, told by environment variables what to ask for. */
    final class Wrk implements ClosedModel {
        static final String PROGRAM = "wrk";
        private static final int UNLIMITED_PATIENCE_SECONDS = 60;

        private final Orders orders;

        Wrk(Orders orders) {
            this.orders = orders;
        }

        @Override
        public Done run(int clients, int seconds) throws Exception {
            String output = Program.withResource(
                    orders.script(),
                    script -> Program.run(
                            orders.environment(),
                            PROGRAM,
                            "--threads=1",
                            "--connections=" + clients,
                            "--duration=" + seconds + "s",
                            "--timeout=" + UNLIMITED_PATIENCE_SECONDS + "s",
                            "--script=" + script,
                            "http://" + orders.requests().service().getAuthority() + "/"));
            long answered = Program.number(output, "answered (\\d+)");
            // Each client had one more under way, and wrk tries the script once before it begins.
            orders.used(answered + clients + 1);
            if (Program.number(output, "failed (\\d+)") > 0) {
                throw new IllegalStateException("Not everything was answered with success: " + output);
            }
            return new Done(answered, Program.number(output, "microseconds (\\d+)") / 1e6);
        }

        @Override
        public String name() {
            return "wrk, 1 thread";
        }
    }
}

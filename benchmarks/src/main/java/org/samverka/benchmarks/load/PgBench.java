package org.samverka.benchmarks.load;

import java.util.Map;

/**
 * PostgreSQL's pgbench running the transaction that the service runs for one enrollment, statement by statement: what
 * the database gives to somebody who does nothing else.
 */
public final class PgBench {
    public static final String PROGRAM = "pgbench";

    static final String NOTIFY = "pg_notify('outbox', woken.shard)";

    private final String host;
    private final int port;
    private final String database;
    private final String user;
    private final String program;
    private int next;

    /**
     * @param database with the tables and people of the participants database, and nobody else in it
     * @param user whose password is the same
     */
    public PgBench(String host, int port, String database, String user, String program) {
        this.host = host;
        this.port = port;
        this.database = database;
        this.user = user;
        this.program = program;
    }

    /**
     * @param waking with NOTIFY, as the service does; PostgreSQL lets only one transaction at a time commit with it, so
     *     without it the anchor is higher
     */
    public Done run(int clients, int seconds, boolean waking) throws Exception {
        String script = Program.resource("enrollment.sql");
        String output = Program.withText(
                waking ? script : script.replace(NOTIFY, "woken.shard"),
                file -> Program.run(
                        Map.of("PGPASSWORD", user),
                        PROGRAM,
                        "--host=" + host,
                        "--port=" + port,
                        "--username=" + user,
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + clients,
                        "--jobs=" + Math.min(clients, Runtime.getRuntime().availableProcessors()),
                        "--time=" + seconds,
                        "--define=clients=" + clients,
                        "--define=first=" + next,
                        "--define=i=-1",
                        "--define=program=" + program,
                        "--define=trace=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                        "--define=caller=6f1c1b5e-7f0e-4a6c-9d8e-0b1a2c3d4e5f",
                        "--define=payload=" + Program.resource("payload.json").trim(),
                        "--define=answer=" + Program.resource("answer.json").trim(),
                        "--file=" + file,
                        database));
        long count = Program.number(output, "actually processed: (\\d+)");
        // A fast client is ahead of the others, by no more than this.
        next += Math.toIntExact(count + count / 4 + 200L * clients);
        return new Done(count, count / Program.decimal(output, "tps = ([0-9.]+) \\(without"));
    }
}

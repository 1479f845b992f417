package org.samverka.benchmarks.load;

import java.util.Map;

/** pgbench claiming seats with plain SQL: one counter is raised and one row written in each transaction. */
public final class PlainClaims {
    public static final String TABLES = """
            create table plain_seats (id int primary key, seats int not null, taken int not null default 0);
            insert into plain_seats (id, seats) select n, 2000000000 from generate_series(0, 99) n;
            create table plain_claim (id uuid primary key, seat int not null)
            """;

    private final String host;
    private final int port;
    private final String database;

    /** @param database whose owner has its name, and the name for a password */
    public PlainClaims(String host, int port, String database) {
        this.host = host;
        this.port = port;
        this.database = database;
    }

    /** @param spread whether each client claims from a counter of its own; otherwise all from one */
    public Done run(int clients, int seconds, boolean spread) throws Exception {
        String output = Program.withResource(
                "claim.sql",
                file -> Program.run(
                        Map.of("PGPASSWORD", database),
                        PgBench.PROGRAM,
                        "--host=" + host,
                        "--port=" + port,
                        "--username=" + database,
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + clients,
                        "--jobs=" + Math.min(clients, Runtime.getRuntime().availableProcessors()),
                        "--time=" + seconds,
                        "--define=apart=" + (spread ? 1 : 0),
                        "--file=" + file,
                        database));
        long count = Program.number(output, "actually processed: (\\d+)");
        return new Done(count, count / Program.decimal(output, "tps = ([0-9.]+) \\(without"));
    }
}

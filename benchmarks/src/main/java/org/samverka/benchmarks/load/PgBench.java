package org.samverka.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * PostgreSQL's pgbench running the transaction that a service runs for one request, statement by statement: what the
 * database gives to somebody who does nothing else.
 */
public final class PgBench {
    public static final String PROGRAM = "pgbench";

    static final String NOTIFY = "pg_notify('outbox', woken.shard)";

    private final String host;
    private final int port;
    private final String database;
    private final String user;
    private final Transaction transaction;
    private final AtomicInteger next;

    /**
     * What is run.
     *
     * @param scripts of which each time one is taken by chance
     * @param variables that they have in common
     */
    public record Transaction(List<String> scripts, Map<String, String> variables) {
        private static final String CALLER = "6f1c1b5e-7f0e-4a6c-9d8e-0b1a2c3d4e5f";

        /** One person after the other is enrolled in a program, which stands in the tables. */
        public static Transaction enrollment(String program) throws IOException {
            return new Transaction(
                    List.of(Program.resource("enrollment.sql")), variables(program, "payload.json", "answer.json"));
        }

        /** One person after the other gets a seat, in one of the sessions. */
        public static Transaction booking(String program, List<UUID> sessions) throws IOException {
            String script = Program.resource("booking.sql");
            return new Transaction(
                    sessions.stream()
                            .map(session -> script.replace(":session", "'" + session + "'"))
                            .toList(),
                    variables(program, "booked.json", "booking.json"));
        }

        private static Map<String, String> variables(String program, String payload, String answer) throws IOException {
            return Map.of(
                    "program",
                    program,
                    "caller",
                    CALLER,
                    "payload",
                    Program.resource(payload).trim(),
                    "answer",
                    Program.resource(answer).trim());
        }
    }

    /**
     * @param database with the tables and people of the service's database, and nobody else in it
     * @param user whose password is the same
     */
    public PgBench(String host, int port, String database, String user, Transaction transaction) {
        this(host, port, database, user, transaction, new AtomicInteger());
    }

    private PgBench(String host, int port, String database, String user, Transaction transaction, AtomicInteger next) {
        this.host = host;
        this.port = port;
        this.database = database;
        this.user = user;
        this.transaction = transaction;
        this.next = next;
    }

    /**
     * @param waking with NOTIFY, as the service does; PostgreSQL lets only one transaction at a time commit with it, so
     *     without it the anchor is higher
     */
    public Done run(int clients, int seconds, boolean waking) throws Exception {
        List<String> scripts = transaction.scripts().stream()
                .map(script -> waking ? script : script.replace(NOTIFY, "woken.shard"))
                .toList();
        String output = Program.withTexts(
                scripts,
                files -> Program.run(
                        Map.of("PGPASSWORD", user),
                        command(clients, seconds, files).toArray(String[]::new)));
        long count = Program.number(output, "actually processed: (\\d+)");
        // A fast client is ahead of the others, by no more than this.
        next.addAndGet(Math.toIntExact(count + count / 4 + 200L * clients));
        return new Done(count, count / Program.decimal(output, "tps = ([0-9.]+) \\(without"));
    }

    /** People with lower numbers have been served already. */
    public PgBench from(int first) {
        next.set(first);
        return this;
    }

    /** Another transaction on the same database, with the same people. */
    public PgBench with(Transaction other) {
        return new PgBench(host, port, database, user, other, next);
    }

    private List<String> command(int clients, int seconds, List<Path> files) {
        var command = new ArrayList<>(List.of(
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
                "--define=trace=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        transaction.variables().forEach((name, value) -> command.add("--define=" + name + "=" + value));
        files.forEach(file -> command.add("--file=" + file));
        command.add(database);
        return command;
    }
}

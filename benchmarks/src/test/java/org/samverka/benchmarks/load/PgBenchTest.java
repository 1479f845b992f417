package org.samverka.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PgBenchTest {
    private static final List<String> ENROLLMENT = List.of(
            "participants-service/src/main/java/org/samverka/participants/program/Programs.java",
            "participants-service/src/main/java/org/samverka/participants/enrollment/Enrollments.java",
            "contracts/src/main/java/org/samverka/contracts/rest/Idempotency.java",
            "contracts/src/main/java/org/samverka/contracts/delivery/Outbox.java");

    private static final List<String> BOOKING = List.of(
            "sessions-service/src/main/java/org/samverka/sessions/booking/SeatCounts.java",
            "sessions-service/src/main/java/org/samverka/sessions/booking/Bookings.java",
            "contracts/src/main/java/org/samverka/contracts/rest/Idempotency.java",
            "contracts/src/main/java/org/samverka/contracts/delivery/Outbox.java");

    @Test
    void pgbenchRunsTheStatementsOfAnEnrollmentWordForWord() throws IOException {
        List<String> service = shapes(ENROLLMENT);

        List<String> statements = statements("enrollment.sql");

        assertThat(statements).hasSize(3);
        assertThat(service).containsAll(statements.subList(0, 2));
        assertThat(statements.get(2)).isEqualTo(writes(service, "entered as(", "kept as(", "appended as("));
    }

    /** Hibernate writes the first, which takes the lock. */
    @Test
    void pgbenchRunsTheStatementsOfABookingWordForWord() throws IOException {
        List<String> service = shapes(BOOKING);

        List<String> statements = statements("booking.sql");

        assertThat(statements).hasSize(5);
        assertThat(statements.get(0)).endsWith("from session where id = ? for no key update");
        assertThat(service).containsAll(statements.subList(1, 4));
        assertThat(statements.get(4))
                .isEqualTo(writes(service, "placed as(", "counted as(", "kept as(", "appended as("));
    }

    private static List<String> shapes(List<String> sources) {
        return sources.stream()
                .flatMap(PgBenchTest::textBlocks)
                .map(PgBenchTest::shape)
                .toList();
    }

    private static List<String> statements(String script) throws IOException {
        return Pattern.compile(";\n|\\\\gset.*\n")
                .splitAsStream(Program.resource(script).replaceAll("(?m)^(--|\\\\set).*\n", ""))
                .map(PgBenchTest::shape)
                .filter(statement -> !List.of("begin", "commit", "").contains(statement))
                .toList();
    }

    /** As {@code Writes} puts the effects together. */
    private static String writes(List<String> service, String... effects) {
        String expressions =
                Stream.of(effects).map(effect -> only(service, effect)).collect(Collectors.joining(","));
        return "with " + expressions + "select" + only(service, "(select count(pg_notify(");
    }

    private static String only(List<String> blocks, String start) {
        List<String> found =
                blocks.stream().filter(block -> block.startsWith(start)).toList();
        assertThat(found).as(start).hasSize(1);
        return found.get(0);
    }

    @Test
    void thereIsAVariantWithoutNotify() throws IOException {
        assertThat(Program.resource("enrollment.sql")).contains("count(" + PgBench.NOTIFY + ")");
        assertThat(Program.resource("booking.sql")).contains("count(" + PgBench.NOTIFY + ")");
    }

    private static Stream<String> textBlocks(String source) {
        try {
            return Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("..").resolve(source)))
                    .results()
                    .map(block -> block.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without parameters, which are arrays in the one and arrays of one element in the other, and without layout. */
    private static String shape(String statement) {
        return withoutArrays(statement)
                .replaceAll("cast\\(:\\w+ as \\w+(\\[])?\\)|:\\w+", "?")
                .replaceAll("\\s+", " ")
                .replaceAll(" ?([(),]) ?", "$1")
                .toLowerCase(Locale.ROOT)
                .trim();
    }

    private static String withoutArrays(String statement) {
        var without = new StringBuilder();
        int from = 0;
        for (int at = statement.indexOf("array["); at >= 0; at = statement.indexOf("array[", from)) {
            without.append(statement, from, at).append('?');
            from = statement.indexOf(']', at) + 1;
        }
        return without.append(statement.substring(from)).toString();
    }
}

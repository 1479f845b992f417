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
    private static final List<String> SOURCES = List.of(
            "participants-service/src/main/java/org/samverka/participants/program/Programs.java",
            "participants-service/src/main/java/org/samverka/participants/enrollment/Enrollments.java",
            "contracts/src/main/java/org/samverka/contracts/rest/Idempotency.java",
            "contracts/src/main/java/org/samverka/contracts/delivery/Outbox.java");

    @Test
    void pgbenchRunsTheStatementsOfTheServiceWordForWord() throws IOException {
        List<String> service = SOURCES.stream()
                .flatMap(PgBenchTest::textBlocks)
                .map(PgBenchTest::shape)
                .toList();

        List<String> statements = Pattern.compile(";\n|\\\\gset.*\n")
                .splitAsStream(Program.resource("enrollment.sql").replaceAll("(?m)^(--|\\\\set).*\n", ""))
                .map(PgBenchTest::shape)
                .filter(statement -> !List.of("begin", "commit", "").contains(statement))
                .toList();

        assertThat(statements).hasSize(3);
        assertThat(service).containsAll(statements.subList(0, 2));
        assertThat(statements.get(2)).isEqualTo(theServicesWrites(service));
    }

    /** As {@code Writes} puts the effects together. */
    private static String theServicesWrites(List<String> service) {
        String expressions = Stream.of("entered as(", "kept as(", "appended as(")
                .map(effect -> only(service, effect))
                .collect(Collectors.joining(","));
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

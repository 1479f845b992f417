package org.samverka.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every program's file is as the published schema says. */
class ProgramFilesTest {
    private static final Path PROGRAMS = Path.of("../programs");
    private static final Path SCHEMA =
            Path.of("../../participants-service/src/main/resources/program-definition.schema.json");

    @Test
    void everyDefinitionIsValidAndNamedAfterItsKey() throws IOException {
        Schema schema = schema();
        List<Path> files;
        try (Stream<Path> all = Files.list(PROGRAMS)) {
            files = all.toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String definition = Files.readString(file);
            assertThat(schema.validate(
                            definition,
                            InputFormat.YAML,
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                    .as(file.toString())
                    .isEmpty();
            assertThat(definition)
                    .contains("\nkey: " + file.getFileName().toString().replace(".yaml", "") + "\n");
        }
    }

    private static Schema schema() throws IOException {
        try (InputStream file = Files.newInputStream(SCHEMA)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(file);
        }
    }
}

package org.samverka.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.samverka.benchmarks.load.HttpRequests;
import org.samverka.stack.Listener;

/** Files that are handed to participants-service as an organization does, and watched until the last row is in. */
final class CsvImport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ACCEPTED = 202;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final long PATIENCE_NANOS = 1_800_000_000_000L;

    private final Rig rig;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    CsvImport(Rig rig) {
        this.rig = rig;
    }

    /** A file in the stack's folder, which is deleted with it. */
    Path file(String name, String header, Stream<String> rows) throws IOException {
        Path file = rig.stack().settings().home().resolve(name);
        try (BufferedWriter out = Files.newBufferedWriter(file);
                rows) {
            out.write(header);
            out.write('\n');
            for (String row : (Iterable<String>) rows::iterator) {
                out.write(row);
                out.write('\n');
            }
        }
        return file;
    }

    /** Seconds from the request until the last row is in; so many must have been accepted. */
    double seconds(String path, Path file, int accepted) throws Exception {
        HttpRequests requests = rig.requestsTo(Listener.PARTICIPANTS, "organization-contact");
        long began = System.nanoTime();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(requests.service() + path))
                        .header("Authorization", "Bearer " + requests.token())
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofFile(file))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != ACCEPTED) {
            throw new IllegalStateException("The file was answered with " + answer.statusCode() + ": " + answer.body());
        }
        UUID id = UUID.fromString(JSON.readTree(answer.body()).path("id").asText());
        try (Database database = rig.participants()) {
            while (database.number("select count(*) from import_job where id = '%s' and state in ('waiting', 'running')"
                            .formatted(id))
                    > 0) {
                if (System.nanoTime() - began > PATIENCE_NANOS) {
                    throw new IllegalStateException("The import does not end");
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            long taken = database.number(
                    "select case when state = 'done' then accepted else -1 end from import_job where id = '%s'"
                            .formatted(id));
            if (taken != accepted) {
                throw new IllegalStateException(taken + " rows were accepted instead of " + accepted);
            }
            return seconds;
        }
    }

    /** Seconds that PostgreSQL needs for the same rows in a plain table with a key. */
    double copySeconds(String columns, Path file) throws Exception {
        rig.checkpoint();
        try (Database database = rig.participants()) {
            database.execute("create table copied (" + columns + ")");
            long began = System.nanoTime();
            try (var rows = Files.newInputStream(file)) {
                database.copy("copy copied from stdin with (format csv, header)", rows);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            database.execute("drop table copied");
            return seconds;
        }
    }
}

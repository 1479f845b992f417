package org.samverka.stack.demo;

import static org.samverka.stack.demo.Demo.ORGANIZATION;
import static org.samverka.stack.demo.Demo.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.samverka.stack.Listener;
import org.samverka.stack.StackFailure;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;

/** The organization is registered, and the program defined from its file. */
final class DefineProgram {
    private static final String YAML = "application/yaml";

    private final Platform platform;
    private final Checks checks;
    private final Path file;

    DefineProgram(Platform platform, Checks checks, Path checkout) {
        this.platform = platform;
        this.checks = checks;
        this.file = checkout.resolve("deploy/programs/" + PROGRAM + ".yaml");
    }

    void play() {
        checks.step("Define the program: " + file);
        registerOrganization();
        define(read());
        checkDefinition();
        awaitStatistics();
    }

    private void registerOrganization() {
        Api administrator = platform.as("platform-admin", Listener.PARTICIPANTS);
        boolean known = administrator
                .get("/organizations/" + ORGANIZATION)
                .require(200, 404)
                .is(200);
        if (known) {
            checks.note("Olofström is there already");
            return;
        }
        Answer registered = administrator.post(
                "/organizations",
                "organization/" + ORGANIZATION,
                Map.of("key", ORGANIZATION, "name", "Olofströms kommun", "kind", "municipality"));
        checks.equal("the platform administrator registers Olofström", 201, registered.status());
    }

    private void define(String definition) {
        Api coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
        String path = "/programs/" + PROGRAM;
        Answer wrong =
                coordinator.put(path + "?dryRun=true", YAML, definition.replace("to: 2019-11-30", "to: 2016-11-30"));
        checks.equal(
                "a dry run points at a period that ends before it begins",
                "422 /period/to",
                wrong.status() + " "
                        + wrong.body().path("errors").path(0).path("pointer").asText());
        checks.equal(
                "a dry run of the definition finds nothing wrong",
                200,
                coordinator.put(path + "?dryRun=true", YAML, definition).status());
        Answer defined = coordinator.put(path, YAML, definition).require(200, 201);
        if (defined.is(200)) {
            checks.equal("the same definition again changes nothing", "false", defined.text("changed"));
        } else {
            checks.equal("the coordinator defines the program", 201, defined.status());
        }
    }

    private void checkDefinition() {
        JsonNode definition = platform.as("coordinator", Listener.PARTICIPANTS)
                .get("/programs/" + PROGRAM)
                .require(200)
                .body()
                .path("definition");
        JsonNode funding = definition.path("funding");
        checks.equal(
                "it tells the budget and the support granted, in SEK",
                "5108772, 3830974",
                funding.path("total").path("amount").asText() + ", "
                        + funding.path("granted").path("amount").asText());
        checks.equal("it has target groups", 4, definition.path("targetGroups").size());
        checks.equal(
                "a role that has nothing to do with programs is turned away",
                403,
                platform.as("auditor", Listener.PARTICIPANTS)
                        .get("/programs/" + PROGRAM)
                        .status());
    }

    private void awaitStatistics() {
        long defined = System.nanoTime();
        Statistics statistics = platform.statistics("coordinator", PROGRAM);
        boolean known = Patience.MOMENTS.until(statistics::exist, exists -> exists);
        checks.holds(
                "the statistics know the program",
                known,
                known ? "after " + (System.nanoTime() - defined) / 1_000_000 + " ms" : "unknown");
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StackFailure("The program's definition cannot be read: " + file, e);
        }
    }
}

package org.samverka.stack.demo.programs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.samverka.stack.Listener;
import org.samverka.stack.StackFailure;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;

/** A program is defined from its file in {@code deploy/programs}. */
public final class Definition {
    private final Checks checks;
    private final Path checkout;
    private final Api coordinator;

    public Definition(Platform platform, Checks checks, Path checkout) {
        this.checks = checks;
        this.checkout = checkout;
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
    }

    /** @param words of a goal, as its funder or provider worded it */
    public void put(String program, String words) {
        Answer defined = coordinator
                .put("/programs/" + program, "application/yaml", read(program))
                .require(200, 201);
        JsonNode definition =
                coordinator.get("/programs/" + program).require(200).body().path("definition");
        checks.holds(
                program + " holds its goals as they are worded",
                definition.path("goals").toString().contains(words),
                defined.status() == 201 ? "defined" : "as it was");
    }

    private String read(String program) {
        Path file = checkout.resolve("deploy/programs/" + program + ".yaml");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StackFailure("The program's definition cannot be read: " + file, e);
        }
    }
}

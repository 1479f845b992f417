package org.samverka.stack.demo.programs;

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
import org.samverka.stack.demo.check.Checks;

/** The four programs besides Heja Hälsan: defined, enrolled in, and held against their plans. */
public final class OtherPrograms {
    private static final Map<String, String> GOALS_IN_THE_FUNDERS_WORDS = Map.of(
            Roster.RECOVERY_DAYS, "309 recovery days are held",
            RecruitmentWorkshop.PROGRAM, "Focus on recruitment",
            Roster.MOBILISATION, "How many were screened",
            Roster.PLUS, "Short-term sickness absence shall fall by 30 %");

    private final Platform platform;
    private final Checks checks;
    private final Path programs;
    private final Api coordinator;

    public OtherPrograms(Platform platform, Checks checks, Path checkout) {
        this.platform = platform;
        this.checks = checks;
        this.programs = checkout.resolve("deploy/programs");
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
    }

    public void play() {
        checks.step("Define the other four programs");
        GOALS_IN_THE_FUNDERS_WORDS.keySet().stream().sorted().forEach(this::define);
        new RecruitmentWorkshop(platform, checks).play();
        recoveryDays();
        enroll(Roster.mobilisation());
        enroll(Roster.plus());
    }

    private void define(String key) {
        Answer defined = coordinator
                .put("/programs/" + key, "application/yaml", read(key))
                .require(200, 201);
        JsonNode definition = coordinator.get("/programs/" + key).require(200).body();
        checks.holds(
                key + " holds its goals as they are worded",
                definition.path("definition").path("goals").toString().contains(GOALS_IN_THE_FUNDERS_WORDS.get(key)),
                defined.status() == 201 ? "defined" : "as it was");
    }

    private String read(String key) {
        try {
            return Files.readString(programs.resolve(key + ".yaml"));
        } catch (IOException e) {
            throw new StackFailure("The definition of " + key + " cannot be read", e);
        }
    }

    private void recoveryDays() {
        Roster roster = Roster.recoveryDays();
        new EnrollRoster(platform, checks, roster).play();
        new HoldRecoveryDays(platform, checks, roster).play();
        new CompareWithPlan(platform, checks, roster).play();
    }

    private void enroll(Roster roster) {
        new EnrollRoster(platform, checks, roster).play();
        new CompareWithPlan(platform, checks, roster).play();
    }
}

package org.samverka.stack.demo.survey;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;

/** What was answered on paper: a questionnaire is written in a spreadsheet, and the forms come back as a sheet. */
public final class PaperForms {
    private static final String CSV = "text/csv";

    private final Checks checks;
    private final String program;
    private final Api coordinator;

    public PaperForms(Platform platform, Checks checks, String program) {
        this.checks = checks;
        this.program = program;
        this.coordinator = platform.as("coordinator", Listener.EVALUATION);
    }

    /** The first version, for good; the program may still be on its way to the service. */
    public void write(String questionnaire, String spreadsheet) {
        Patience.MOMENTS
                .until(
                        () -> coordinator.put(
                                "/questionnaires/%s/versions/1/spreadsheet?program=%s"
                                        .formatted(questionnaire, program),
                                CSV,
                                spreadsheet),
                        found -> !found.is(404))
                .require(200, 201);
    }

    /**
     * Opens a survey that bears its questionnaire's name. Says whether it is new.
     *
     * @param more what there is to say of it besides
     */
    public boolean open(String survey, Map<String, ?> more) {
        if (coordinator.get("/surveys/" + survey).require(200, 404).is(200)) {
            return false;
        }
        Map<String, Object> body = new LinkedHashMap<>(Map.of("key", survey, "program", program, "instrument", survey));
        body.putAll(more);
        Patience.MOMENTS
                .until(() -> coordinator.post("/surveys", "survey/" + survey, body), found -> !found.is(404))
                .require(201);
        return true;
    }

    /**
     * @param header the sheet's columns
     * @param forms a line each
     */
    public void handIn(String survey, String header, List<String> forms) {
        Answer opened = coordinator
                .post(
                        "/paper-imports?survey=" + survey,
                        "paper/" + survey,
                        CSV,
                        header + "\n" + String.join("\n", forms) + "\n")
                .require(201);
        JsonNode job = Patience.A_WHILE.until(
                () -> coordinator
                        .get("/paper-imports/" + opened.text("id"))
                        .require(200)
                        .body(),
                found -> List.of("done", "failed").contains(found.path("state").asText()));
        checks.equal(
                survey + ": forms taken in from paper, rejected",
                "%d, 0".formatted(forms.size()),
                job.path("handled").asInt() + ", " + job.path("rejected").asInt());
    }
}

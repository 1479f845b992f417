package org.samverka.benchmarks.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.samverka.benchmarks.Database;
import org.samverka.benchmarks.Measure;
import org.samverka.benchmarks.Plan;
import org.samverka.benchmarks.Rig;
import org.samverka.benchmarks.Rounds;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.HttpConnection;
import org.samverka.benchmarks.load.HttpRequests;
import org.samverka.stack.Listener;

/** How long a whole year's plan takes, and how much better the search makes it than the greedy plan it starts from. */
public final class Planning implements Measure {
    private static final int DAYS = 309;
    private static final int TEAMS = 8;
    private static final int MUNICIPALITIES = 24;
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int LOOK_EVERY_MILLIS = 200;
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private static final String SERVICE = "sessions";
    private static final String SECONDS = "s from the wish to the proposed plan";
    private static final String CLASHES = "clashes";
    private static final String COST = "soft cost, the lower the better";
    private static final String GREEDY = "the greedy plan it starts from";
    private static final String CHANGES = "changes of municipality";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "planning";
    }

    @Override
    public String purpose() {
        return DAYS + " days by " + TEAMS + " teams over " + MUNICIPALITIES
                + " municipalities in a year: seconds and cost, beside the greedy plan";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of("days", DAYS, "teams", TEAMS, "municipalities", MUNICIPALITIES, "limit", "30 s, the default");
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of("keycloak", SERVICE), (rig, round) -> round(rig, samples));
        List<Figure> figures = new ArrayList<>();
        figures.add(samples.figure(SECONDS, "s"));
        figures.add(samples.figure(CLASHES, "").aiming(Aim.atMost(0)));
        figures.add(samples.beside(samples.figure(COST, ""), GREEDY).aiming(Aim.ratioAtMost(1)));
        figures.add(samples.figure(CHANGES, ""));
        return figures;
    }

    private static void round(Rig rig, Samples samples) throws Exception {
        try (Database database = Database.of(rig.stack(), SERVICE)) {
            database.execute("insert into program (key, version, target_groups) values ('%s', 1, array['%s'])"
                    .formatted(Rig.PROGRAM, Rig.TARGET_GROUP));
        }
        HttpRequests requests = rig.requestsTo(Listener.SESSIONS);
        try (HttpConnection connection = HttpConnection.to(requests.service())) {
            List<String> teams = new ArrayList<>();
            for (int team = 0; team < TEAMS; team++) {
                teams.add(created(connection, requests, "/suppliers", """
                        {"name": "Team %d", "organization": "kc-group"}""".formatted(team)));
            }
            long began = System.nanoTime();
            String plan = created(connection, requests, "/programs/" + Rig.PROGRAM + "/session-plans", wish(teams));
            JsonNode proposed = awaitProposed(connection, requests, plan, began);
            samples.add(SECONDS, (System.nanoTime() - began) / 1e9);
            samples.add(CLASHES, proposed.path("clashes").asInt());
            samples.add(COST, proposed.path("cost").asDouble());
            samples.add(GREEDY, proposed.path("firstCost").asDouble());
            samples.add(CHANGES, proposed.path("figures").path("changes").asDouble());
            rig.tell("cost %s, at first %s".formatted(proposed.path("cost"), proposed.path("firstCost")));
        }
    }

    private static JsonNode awaitProposed(HttpConnection connection, HttpRequests requests, String plan, long began)
            throws Exception {
        JsonNode now = JSON.missingNode();
        while (!now.path("state").asText().equals("proposed")) {
            if (System.nanoTime() - began > PATIENCE_NANOS) {
                throw new IllegalStateException("The plan is not done: " + now);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
            now = JSON.readTree(connection
                    .exchange(requests.get("/session-plans/" + plan))
                    .require(OK)
                    .body());
        }
        return now;
    }

    private static String created(HttpConnection connection, HttpRequests requests, String path, String body)
            throws IOException {
        return JSON.readTree(connection
                        .exchange(requests.post(path, UUID.randomUUID().toString(), body))
                        .require(CREATED)
                        .body())
                .path("id")
                .asText();
    }

    /** Municipalities lie along a road from south to north; days are shared out over them as equally as can be. */
    private static String wish(List<String> teams) {
        String held = teams.stream().map("{\"supplierId\": \"%s\"}"::formatted).collect(Collectors.joining(","));
        String municipalities = IntStream.range(0, MUNICIPALITIES)
                .mapToObj(n -> String.format(
                        Locale.ROOT,
                        "{\"key\": \"municipality-%d\", \"days\": %d, \"latitude\": %.4f, \"longitude\": %.4f}",
                        n,
                        DAYS / MUNICIPALITIES + (n < DAYS % MUNICIPALITIES ? 1 : 0),
                        56.8 + n * 7.4 / MUNICIPALITIES,
                        13.9 + n % 3 * 1.5))
                .collect(Collectors.joining(","));
        return """
                {"title": "Recovery day", "from": "2022-01-01", "to": "2022-12-31", "zone": "Europe/Stockholm",
                 "startTime": "09:00", "hours": 6, "capacity": 30, "teams": [%s], "municipalities": [%s]}""".formatted(held, municipalities);
    }
}

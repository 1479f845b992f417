package org.samverka.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.Claims;
import org.samverka.benchmarks.load.ClosedModel;
import org.samverka.benchmarks.load.Done;
import org.samverka.benchmarks.load.Enrolling;
import org.samverka.benchmarks.load.HttpConnection;
import org.samverka.benchmarks.load.HttpRequests;
import org.samverka.benchmarks.load.PgBench;
import org.samverka.benchmarks.load.PlainClaims;
import org.samverka.stack.Listener;

/**
 * What it costs that many want the same seats: claims on one counter of a program beside claims that no counter limits,
 * and the same in plain SQL; then 10 000 claims for the last seats of two dozen municipalities, none of which may be
 * given twice or lost.
 */
final class Seats implements Measure {
    private static final int CLIENTS = 32;
    private static final int PEOPLE_PER_SECOND = 20_000;
    private static final double AIM = 0.5;

    private static final String LAST_SEATS = "recruitment-workshop";
    private static final int MUNICIPALITIES = 24;
    private static final int EACH = 15;
    private static final int CLAIMS = 10_000;

    private static final String ONE = "claims/s on one counter, clients: " + CLIENTS;
    private static final String FREE = "claims/s without a counter";
    private static final String PLAIN_ONE = "plain SQL, one row";
    private static final String PLAIN_SPREAD = "plain SQL, a row for each client";
    private static final String CROWD = CLAIMS + " claims for " + MUNICIPALITIES + " x " + EACH + " seats, claims/s";
    private static final String OVER = "seats given twice";
    private static final String LOST = "claims lost, or seats left over";

    private enum Variant {
        ONE,
        FREE,
        PLAIN_ONE,
        PLAIN_SPREAD
    }

    @Override
    public String name() {
        return "seats";
    }

    @Override
    public String purpose() {
        return "claims/s on one counter beside claims without one and plain SQL, and the last seats of a crowd";
    }

    @Override
    public List<String> needs() {
        return List.of(PgBench.PROGRAM);
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(
                plan, name(), List.of("keycloak", "participants"), (rig, round) -> round(rig, plan, round, samples));
        List<Figure> figures = new ArrayList<>();
        Figure one = samples.beside(samples.figure(ONE, "1/s"), FREE);
        figures.add(samples.beside(one, PLAIN_ONE).aiming(Aim.ratioAtLeast(AIM)));
        figures.add(samples.beside(samples.figure(PLAIN_ONE, "1/s"), PLAIN_SPREAD));
        figures.add(samples.figure(CROWD, "1/s"));
        figures.add(samples.figure(OVER, "seats").aiming(Aim.atMost(0)));
        figures.add(samples.figure(LOST, "claims").aiming(Aim.atMost(0)));
        return figures;
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of("clients", CLIENTS, "people", people(plan), "services", "participants");
    }

    private static int people(Plan plan) {
        return PEOPLE_PER_SECOND * plan.seconds();
    }

    private static void round(Rig rig, Plan plan, int round, Samples samples) throws Exception {
        HttpRequests requests = rig.requestsTo(Listener.PARTICIPANTS);
        define(requests, Rig.PROGRAM, """
                organizations: [{ key: %s, role: owner }]
                targetGroups: [{ key: counted, name: Counted, seats: 1000000 }, { key: free, name: Free }]
                """.formatted(Rig.ORGANIZATION));
        fill(rig, "'%s'".formatted(Rig.ORGANIZATION), 0, people(plan));
        Enrolling one = new Enrolling(requests, Rig.PROGRAM, "counted", people(plan));
        Enrolling free = new Enrolling(requests, Rig.PROGRAM, "free", people(plan));
        try (Database database = rig.participants()) {
            database.execute(PlainClaims.TABLES);
        }
        PlainClaims plain =
                new PlainClaims("127.0.0.1", rig.stack().settings().port(Listener.POSTGRES), "participants");
        for (Variant variant : Variant.values()) {
            run(variant, one, free, plain, Math.max(1, plan.seconds() / 2));
        }
        for (Variant variant : Rounds.rotated(List.of(Variant.values()), round)) {
            rig.awaitFollowed();
            rig.checkpoint();
            double rate = run(variant, one, free, plain, plan.seconds()).perSecond();
            String what = name(variant);
            samples.add(what, rate);
            rig.tell(what + ": " + Math.round(rate) + "/s");
        }
        crowd(rig, requests, people(plan), samples);
    }

    private static Done run(Variant variant, Enrolling one, Enrolling free, PlainClaims plain, int seconds)
            throws Exception {
        return switch (variant) {
            case ONE -> ClosedModel.of(one).run(CLIENTS, seconds);
            case FREE -> ClosedModel.of(free).run(CLIENTS, seconds);
            case PLAIN_ONE -> plain.run(CLIENTS, seconds, false);
            case PLAIN_SPREAD -> plain.run(CLIENTS, seconds, true);
        };
    }

    private static String name(Variant variant) {
        return switch (variant) {
            case ONE -> ONE;
            case FREE -> FREE;
            case PLAIN_ONE -> PLAIN_ONE;
            case PLAIN_SPREAD -> PLAIN_SPREAD;
        };
    }

    /** @param first the number before which the people are other measures' */
    private static void crowd(Rig rig, HttpRequests requests, int first, Samples samples) throws Exception {
        String organizations = IntStream.range(0, MUNICIPALITIES)
                .mapToObj(m -> "{ key: municipality-" + m + ", role: participating }")
                .collect(Collectors.joining(", "));
        define(requests, LAST_SEATS, """
                organizations: [%s]
                targetGroups: [{ key: team, name: Team, seatsPerOrganization: %d }]
                """.formatted(organizations, EACH));
        fill(rig, "'municipality-' || n % " + MUNICIPALITIES, first, CLAIMS);
        Enrolling enrolling = new Enrolling(requests, LAST_SEATS, "team", first + CLAIMS).from(first);
        Done done = Claims.all(enrolling, CLIENTS, CLAIMS);
        samples.add(CROWD, done.perSecond());
        rig.tell("a crowd: " + Math.round(done.perSecond()) + "/s");
        try (Database database = rig.participants()) {
            samples.add(OVER, database.number("""
                    select coalesce(sum(greatest(held - %d, 0)), 0) from (
                        select count(*) filter (where state = 'confirmed') as held from enrollment
                        where program = '%s' group by organization) o
                    """.formatted(EACH, LAST_SEATS)));
            long kept = database.number("select count(*) from enrollment where program = '%s'".formatted(LAST_SEATS));
            long given = database.number("select count(*) from enrollment where program = '%s' and state = 'confirmed'"
                    .formatted(LAST_SEATS));
            samples.add(LOST, CLAIMS - kept + (MUNICIPALITIES * EACH - given));
        }
    }

    private static void define(HttpRequests requests, String program, String rest) throws Exception {
        try (HttpConnection connection = HttpConnection.to(requests.service())) {
            connection
                    .exchange(requests.put("/programs/" + program, "application/yaml", """
                            key: %s
                            name: What is measured with
                            period: { from: 2017-10-01, to: 2019-11-30 }
                            zone: Europe/Stockholm
                            languages: [sv]
                            """.formatted(program) + rest))
                    .require(201);
        }
    }

    private static void fill(Rig rig, String organization, int first, int people) throws Exception {
        try (Database database = rig.participants()) {
            database.execute(
                    """
                    insert into person (id, pseudonym, organization, person_ref, gender, birth_year, language, stamp, extent, active, employments)
                    select %s, gen_random_uuid(), %s, 'bench-' || n, 'woman', 1955 + n %% 45, 'sv', '', 1, true, 1
                    from generate_series(%d, %d) as n
                    """.formatted(Enrolling.personInSql("n"), organization, first, first + people - 1),
                    "vacuum analyze");
        }
    }
}

package org.samverka.benchmarks.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.samverka.benchmarks.Database;
import org.samverka.benchmarks.Measure;
import org.samverka.benchmarks.Plan;
import org.samverka.benchmarks.Rig;
import org.samverka.benchmarks.Rounds;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.HttpConnection;
import org.samverka.benchmarks.load.HttpConnection.Answer;
import org.samverka.benchmarks.load.HttpRequests;
import org.samverka.stack.Listener;

/**
 * How fast people who enroll are invited: from the commit of their enrollments, through three services and two topics, to
 * the mail server's yes to the letter with its calendar object. Each also gets a letter about the enrollment. Beside it what
 * the mail server takes of the same letter when nothing else is done.
 */
public final class Invitations implements Measure {
    private static final int PEOPLE = 8000;
    private static final int CONNECTIONS = 8;
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int LOOK_EVERY_MILLIS = 100;
    private static final int LOOKS_BETWEEN = 20;
    private static final long PATIENCE_NANOS = 600_000_000_000L;

    private static final String MAILED = "invitations/s until mailed";
    private static final String LETTERS = "letters/s meanwhile, with those about enrollments";
    private static final String INVITED = "invitations/s until they are told of";
    private static final String RAW = "the mail server, nothing but mail";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "invitations";
    }

    @Override
    public String purpose() {
        return "invitations/s of " + PEOPLE
                + " people, from enrollment to mail handed over, beside the mail server alone";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of("people", PEOPLE, "connectionsToTheMailServer", CONNECTIONS);
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(
                plan,
                name(),
                List.of("keycloak", "participants", "sessions", "reporting", "mail"),
                (rig, round) -> round(rig, samples));
        List<Figure> figures = new ArrayList<>();
        figures.add(samples.beside(samples.figure(MAILED, "1/s"), RAW));
        figures.add(samples.beside(samples.figure(LETTERS, "1/s"), RAW));
        figures.add(samples.figure(INVITED, "1/s"));
        return figures;
    }

    private static void round(Rig rig, Samples samples) throws Exception {
        rig.prepare(PEOPLE);
        tellContacts(rig);
        UUID session = inviteWhoeverEnrolls(rig);
        HttpRequests reporting = rig.requestsTo(Listener.REPORTING);
        var mail = new Catcher(rig.stack().mail());
        try (HttpConnection connection = HttpConnection.to(reporting.service());
                Database sessions = Database.of(rig.stack(), "sessions")) {
            // What was told before is told; what is compiled first is compiled.
            enroll(rig, 0, PEOPLE / 20);
            awaitSent(connection, reporting, PEOPLE / 20, () -> {});
            String letter = mail.one();
            long began = System.nanoTime();
            enroll(rig, PEOPLE / 20, PEOPLE);
            int people = PEOPLE - PEOPLE / 20;
            long before = letters(connection, reporting);
            double told = awaitTold(sessions, session, began);
            awaitSent(connection, reporting, PEOPLE, mail::purge);
            double seconds = (System.nanoTime() - began) / 1e9;
            samples.add(INVITED, people / told);
            samples.add(MAILED, people / seconds);
            samples.add(LETTERS, (letters(connection, reporting) - before) / seconds);
            rig.tell("invited %d in %.1f s, mailed in %.1f s".formatted(people, told, seconds));
            mail.purge();
            var server = new MailServer(rig.stack());
            server.perSecond(letter, PEOPLE / 10, CONNECTIONS);
            mail.purge();
            samples.add(RAW, raw(server, mail, letter));
        }
    }

    /** In parts: the mail server keeps what it takes in memory. */
    private static double raw(MailServer server, Catcher mail, String letter) throws Exception {
        double seconds = 0;
        for (int part = 0; part < 8; part++) {
            seconds += PEOPLE / 8 / server.perSecond(letter, PEOPLE / 8, CONNECTIONS);
            mail.purge();
        }
        return PEOPLE / seconds;
    }

    /** As participants-service does when people are imported. */
    private static void tellContacts(Rig rig) throws Exception {
        try (Database database = Database.of(rig.stack(), "participants")) {
            database.execute("""
                    insert into outbox (shard, id, topic, key, type, payload)
                    select 0, gen_random_uuid(), 'samverka.contacts.v1', id, 'org.samverka.participants.contact-changed.v1',
                        json_build_object('personId', id, 'givenName', 'Åsa', 'familyName', 'Öberg', 'email',
                            'person-' || position || '@example.org', 'phone', null, 'language', 'sv', 'protectedIdentity', false)
                    from person order by position
                    """);
        }
        rig.awaitFollowed();
    }

    private static UUID inviteWhoeverEnrolls(Rig rig) throws IOException {
        HttpRequests requests = rig.requestsTo(Listener.SESSIONS);
        try (HttpConnection connection = HttpConnection.to(requests.service())) {
            Answer answer = connection.exchange(
                    requests.post("/sessions", UUID.randomUUID().toString(), """
                    {"program": "%s", "title": "Återhämtningsdag", "zone": "Europe/Stockholm", "capacity": 8000,
                     "venue": "Folkets hus, Olofström", "startsAt": "2090-03-01T09:00", "hours": 6}""".formatted(Rig.PROGRAM)));
            UUID session = UUID.fromString(
                    JSON.readTree(answer.require(CREATED).body()).path("id").asText());
            connection
                    .exchange(requests.put(
                            "/sessions/" + session + "/invitations/rule",
                            "application/json",
                            "{\"remindDaysBefore\": [7]}"))
                    .require(OK);
            return session;
        }
    }

    /** As participants-service tells of those who enroll, all in one transaction. */
    private static void enroll(Rig rig, int from, int to) throws Exception {
        try (Database database = Database.of(rig.stack(), "participants")) {
            database.execute("""
                    insert into outbox (shard, id, topic, key, type, payload)
                    select 0, gen_random_uuid(), 'samverka.participants.v1', id, 'org.samverka.participants.participant-enrolled.v1',
                        json_build_object('enrollmentId', gen_random_uuid(), 'program', '%s', 'personId', id, 'pseudonym', pseudonym,
                            'targetGroup', '%s', 'organization', organization, 'state', 'confirmed', 'date', '2017-10-01')
                    from person order by position offset %d limit %d
                    """.formatted(Rig.PROGRAM, Rig.TARGET_GROUP, from, to - from));
        }
    }

    private static double awaitTold(Database sessions, UUID session, long began) throws Exception {
        while (sessions.number("select count(*) from invitation where session_id = '%s'".formatted(session)) < PEOPLE
                || sessions.number("select count(*) from outbox") > 0) {
            requirePatience(began);
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private interface Meanwhile {
        void act() throws Exception;
    }

    /** @param meanwhile every few seconds */
    private static void awaitSent(
            HttpConnection connection, HttpRequests reporting, int invitations, Meanwhile meanwhile) throws Exception {
        long began = System.nanoTime();
        for (int look = 1; sent(connection, reporting, "invitation") < invitations; look++) {
            requirePatience(began);
            if (look % LOOKS_BETWEEN == 0) {
                meanwhile.act();
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static void requirePatience(long began) {
        if (System.nanoTime() - began > PATIENCE_NANOS) {
            throw new IllegalStateException("Not everybody was invited in ten minutes");
        }
    }

    private static long letters(HttpConnection connection, HttpRequests reporting) throws IOException {
        return sent(connection, reporting, "");
    }

    /** @param kind of letter; none for all */
    private static long sent(HttpConnection connection, HttpRequests reporting, String kind) throws IOException {
        long sent = 0;
        for (JsonNode count : JSON.readTree(connection
                        .exchange(reporting.get("/notifications?limit=1&program=" + Rig.PROGRAM))
                        .require(OK)
                        .body())
                .path("counts")) {
            if (count.path("state").asText().equals("sent")
                    && (kind.isEmpty() || count.path("kind").asText().equals(kind))) {
                sent += count.path("count").asLong();
            }
        }
        return sent;
    }

    /** What was caught: looked at, and thrown away before the memory of the mail server is full. */
    private record Catcher(HttpClient http, URI api) {
        Catcher(URI api) {
            this(HttpClient.newHttpClient(), api);
        }

        /** A letter with a calendar object. */
        String one() throws IOException, InterruptedException {
            for (JsonNode user : get("/user")) {
                for (JsonNode message : get("/user/" + user.path("email").asText() + "/messages")) {
                    String mail = message.path("mimeMessage").asText();
                    if (mail.contains("text/calendar")) {
                        return mail;
                    }
                }
            }
            throw new IllegalStateException("No letter with a calendar object was caught");
        }

        private JsonNode get(String path) throws IOException, InterruptedException {
            return JSON.readTree(
                    http.send(HttpRequest.newBuilder(URI.create(api + path)).build(), BodyHandlers.ofString())
                            .body());
        }

        void purge() throws IOException, InterruptedException {
            http.send(
                    HttpRequest.newBuilder(URI.create(api + "/mail/purge"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.discarding());
        }
    }
}

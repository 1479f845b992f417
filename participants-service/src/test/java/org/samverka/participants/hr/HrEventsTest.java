package org.samverka.participants.hr;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.Event;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.Faults;
import org.samverka.contracts.delivery.Received;
import org.samverka.participants.hr.HrFeed.Message;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class HrEventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Everything that the feed decides; references lose their prefix, so that organizations can be compared. */
    private static final Map<String, String> CONTENT = new TreeMap<>(Map.of(
            "people",
            """
            select organization, person_ref, gender, birth_year, given_name, family_name, email, phone, language,
                unit, extent, leader, active, employments, next_change
            from person where organization like $1 || '%'
            """,
            "units",
            "select ref, name, parent_ref from unit where organization = $1",
            "employments",
            """
            select ref, organization, person_ref, first_day, last_day from employment where ref like $1 || ':%'
            """,
            "slices",
            """
            select employment_ref, effective_from, unit, extent, weekly_hours, pay_form, leader
            from employment_slice where employment_ref like $1 || ':%'
            """,
            "moves",
            "select employment_ref, effective_from, to_unit from employment_move where employment_ref like $1 || ':%'",
            "ends",
            "select employment_ref, last_day from employment_end where employment_ref like $1 || ':%'",
            "episodes",
            """
            select employment_ref, kind, first_day, last_day from absence_episode
            where employment_ref like $1 || ':%' and content is not null
            """,
            "absences",
            """
            select ref, version, canceled, employment_ref, kind, first_day, last_day, extent
            from absence where ref like $1 || ':%'
            """));

    @Inject
    Pool database;

    @Inject
    HrEvents hrEvents;

    @Inject
    EventJson json;

    private final String organization = "o-" + UUID.randomUUID();
    private final HrFeed feed = new HrFeed(organization);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shuffledDuplicatedAndSplitAFeedGivesTheSamePeopleEmploymentsAndAbsences(long seed) {
        try (var ordered = new HrFeed(organization + "-a");
                var chaotic = new HrFeed(organization + "-b")) {
            SyntheticFeed.write(ordered, seed);
            ordered.publish(ordered.messages());
            awaitReceived(ordered, ordered.messages().size());

            SyntheticFeed.write(chaotic, seed);
            var random = new Random(seed);
            List<Message> messages = shuffledWithDuplicates(chaotic.messages(), random);
            int sent = 0;
            while (sent < messages.size()) {
                int until = Math.min(messages.size(), sent + 1 + random.nextInt(120));
                chaotic.scatter(messages.subList(sent, until), random);
                sent = until;
                awaitReceived(
                        chaotic,
                        messages.subList(0, sent).stream()
                                .map(Message::id)
                                .distinct()
                                .count());
            }

            for (String kind : CONTENT.keySet()) {
                List<String> rows = content(kind, ordered);
                assertThat(rows).as(kind).isNotEmpty();
                assertThat(content(kind, chaotic)).as(kind).containsExactlyElementsOf(rows);
            }
            assertThat(published("samverka.participants.v1", chaotic))
                    .isNotEmpty()
                    .isEqualTo(published("samverka.participants.v1", ordered));
            assertThat(published("samverka.contacts.v1", chaotic))
                    .isNotEmpty()
                    .isEqualTo(published("samverka.contacts.v1", ordered));
        }
    }

    @RepeatedTest(5)
    void replicasThatWorkAtOnceLeaveWhatOneAloneLeaves(RepetitionInfo repetition) throws Exception {
        try (var alone = new HrFeed(organization + "-a");
                var together = new HrFeed(organization + "-b")) {
            long seed = 100 + repetition.getCurrentRepetition();
            SyntheticFeed.write(alone, seed);
            takeIn(alone, alone.messages());

            SyntheticFeed.write(together, seed);
            var messages = new ArrayList<>(together.messages());
            Collections.shuffle(messages, new Random(seed));
            var replicas = Executors.newFixedThreadPool(4);
            var batches = IntStream.range(0, messages.size() / 10 + 1)
                    .mapToObj(i -> messages.subList(i * 10, Math.min(messages.size(), i * 10 + 10)))
                    .map(batch -> replicas.submit(() -> takeIn(together, batch)))
                    .toList();
            for (var batch : batches) {
                batch.get();
            }
            replicas.shutdown();

            for (String kind : CONTENT.keySet()) {
                assertThat(content(kind, together)).as(kind).containsExactlyElementsOf(content(kind, alone));
            }
        }
    }

    /** As the inbox does it: a deadlock, like any fault that passes, is tried again. */
    private void takeIn(HrFeed from, List<Message> messages) {
        List<Received<HrEvent>> events =
                messages.stream().map(message -> received(from, message)).toList();
        try {
            VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(
                            () -> hrEvents.takeIn(Intake.of(events, Instant.now(), (event, reason, detail) -> {})))
                    .onFailure(Faults::willPass)
                    .retry()
                    .atMost(100));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private Received<HrEvent> received(HrFeed from, Message message) {
        Class<? extends HrEvent> type = Event.recordsOf(HrEvent.class).stream()
                .filter(each -> Event.typeOf(each).equals(message.type()))
                .findFirst()
                .orElseThrow();
        try {
            return new Received<>(
                    json.read(message.data().getBytes(UTF_8), type),
                    message.key(),
                    from.source,
                    message.id(),
                    message.time(),
                    message.sequence(),
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Message> shuffledWithDuplicates(List<Message> messages, Random random) {
        var chaos = new ArrayList<>(messages);
        for (int i = 0; i < messages.size() / 4; i++) {
            chaos.add(messages.get(random.nextInt(messages.size())));
        }
        Collections.shuffle(chaos, random);
        return chaos;
    }

    /** What was said last of each person, by the partner's reference. */
    private Map<String, String> published(String topic, HrFeed of) {
        Map<String, String> refs = rows(
                        "select id, organization || '/' || person_ref from person where organization like $1 || '%'",
                        of.organization)
                .stream()
                .collect(toMap(row -> row.getUUID(0).toString(), row -> row.getString(1)));
        await().atMost(PATIENCE)
                .until(() -> rows(
                                        "select count(*) from outbox o join person p on o.key = cast(p.id as text)"
                                                + " where p.organization like $1 || '%'",
                                        of.organization)
                                .get(0)
                                .getLong(0)
                        == 0);
        var last = new TreeMap<String, String>();
        try (var log = EventLog.of(topic)) {
            log.entries().stream()
                    .filter(entry -> refs.containsKey(Objects.toString(entry.key())))
                    .forEach(entry -> last.put(
                            plain(Objects.requireNonNull(refs.get(entry.key())), of), plain(anonymous(entry), of)));
        }
        assertThat(last).hasSameSizeAs(refs.keySet());
        return last;
    }

    private static String anonymous(Entry entry) {
        JsonNode data = entry.data();
        ((ObjectNode) data).remove(List.of("personId", "pseudonym"));
        return data.toString();
    }

    @Test
    void all24OrdersOfAnAbsencesEventsEndInTheSameState() {
        hired("e", "p");
        int n = 0;
        for (List<Integer> order : permutations(List.of(0, 1, 2, 3))) {
            String ref = ref("f" + n++);
            List<Message> events = List.of(
                    absence("absence.started", ref, 1, null, 1),
                    absence("absence.changed", ref, 2, null, 0.5),
                    absence("absence.ended", ref, 3, "2026-02-20", 0.5),
                    absence("absence.started", ref, 1, null, 1));
            feed.publish(order.stream().map(events::get).toList());
        }
        feed.publish(feed.messages().subList(0, 1));
        awaitReceived(feed, 1 + 24 * 4);

        assertThat(content("absences", feed))
                .hasSize(24)
                .allSatisfy(row -> assertThat(row)
                        .contains(
                                "\"version\":3",
                                "\"last_day\":\"2026-02-20\"",
                                "\"extent\":0.5",
                                "\"canceled\":false"));
        status().body("rejected", is(0)).body("absences", is(24));
    }

    @Test
    void aCanceledAbsenceKeepsNothingOfItsContentWhicheverComesFirst() {
        hired("e", "p");
        absence("absence.started", ref("before"), 1, null, 1);
        feed.write("absence.cancelled", ref("e"), """
            {"absenceRef": %s, "version": %s}
            """, ref("before"), 2);
        feed.write("absence.cancelled", ref("e"), """
            {"absenceRef": %s, "version": %s}
            """, ref("after"), 2);
        absence("absence.started", ref("after"), 1, null, 1);
        absence("absence.changed", ref("after"), 2, null, 0.5);
        publishAll();

        assertThat(content("absences", feed))
                .hasSize(2)
                .allSatisfy(row ->
                        assertThat(row).contains("\"canceled\":true", "\"employment_ref\":null", "\"kind\":null"));
        status().body("absences", is(0))
                .body("parked", is(0))
                .body("outdated", is(2))
                .body("rejected", is(0));
    }

    @Test
    void otherContentUnderTheSameVersionIsPutAsideAndCounted() {
        hired("e", "p");
        absence("absence.started", ref("f"), 1, null, 1);
        Message other = absence("absence.started", ref("f"), 1, null, 0.25);
        publishAll();

        Entry letter = deadLetter(other.key(), "version-conflict");
        assertThat(letter.id()).isEqualTo(other.id());
        assertThat(content("absences", feed)).singleElement().asString().contains("\"extent\":1");
        status().body("rejected", is(1)).body("absences", is(1));
    }

    @Test
    void factsOfAnUnknownEmploymentWaitAndCountOnceItIsHired() {
        absence("absence.started", ref("f"), 1, null, 1);
        feed.write("employee.moved", ref("e"), """
            {"employmentRef": %s, "effectiveFrom": %s, "toUnit": %s}
            """, ref("e"), "2020-05-01", ref("u2"));
        feed.write("employee.left", ref("e"), """
            {"employmentRef": %s, "lastDay": %s}
            """, ref("e"), "9999-12-31");
        feed.write("unit.changed", ref("u2"), """
            {"orgUnitRef": %s, "organization": %s, "name": %s}
            """, ref("u2"), organization, "U2");
        publishAll();
        status().body("parked", is(3)).body("employments", is(0)).body("people", is(0));

        feed.publish(List.of(hired("e", "p")));
        awaitReceived(feed, 5);

        status().body("parked", is(0)).body("employments", is(1)).body("people", is(1));
        assertThat(person("p").getString("unit")).isEqualTo(ref("u2"));
    }

    @Test
    void whereAUnitBelongsIsToldWithoutWhatItIsCalled() {
        feed.write("unit.changed", ref("u2"), """
            {"orgUnitRef": %s, "organization": %s, "name": %s, "parentRef": %s}
            """, ref("u2"), organization, "Ward of the Öbergs", ref("u1"));
        publishAll();

        try (var log = EventLog.of("samverka.participants.v1")) {
            Entry told = log.awaitOne(entry -> organization.equals(entry.key())
                    && entry.type().equals("org.samverka.participants.unit-stated.v1"));
            assertThat(told.data().path("unit").asText()).isEqualTo(ref("u2"));
            assertThat(told.data().path("parent").asText()).isEqualTo(ref("u1"));
            assertThat(told.value()).doesNotContain("berg");
        }
    }

    @Test
    void whatCannotBeReadBecomesADeadLetterAndTheFeedGoesOn() {
        String key = ref("e");
        EventLog log = feed.log();
        Map<String, String> good = Map.of(
                "ce_specversion", "1.0",
                "ce_id", UUID.randomUUID().toString(),
                "ce_source", feed.source,
                "ce_type", "org.samverka.hr.employee.left.v1",
                "ce_time", "2026-01-01T00:00:00Z",
                "content-type", "application/json");
        log.publishRaw(key, "neither".getBytes(UTF_8), Map.of());
        log.publishRaw(key, "{\"employmentRef\": ".getBytes(UTF_8), good);
        var unknown = new HashMap<>(good);
        unknown.put("ce_type", "org.samverka.hr.employee.promoted.v1");
        log.publishRaw(key, "{}".getBytes(UTF_8), unknown);
        log.publishRaw(key, "{\"employmentRef\":\"198211059954\",\"lastDay\":\"2026-01-01\"}".getBytes(UTF_8), good);
        log.publishRaw(
                key,
                "{\"employmentRef\":\"x\",\"lastDay\":\"2026-01-01\",\"diagnosis\":\"F43\"}".getBytes(UTF_8),
                good);
        log.erase(key);
        Message reversed = absence("absence.ended", ref("f"), 1, "2026-01-01", 1);
        hired("e", "p");
        publishAll();

        try (var letters = EventLog.of("samverka.hr.v1.dlq")) {
            List<Entry> put = letters.await(6, entry -> key.equals(entry.key()));
            assertThat(put)
                    .extracting(letter -> letter.headers().get("samverka-dlq-reason"))
                    .containsExactly(
                            "not-a-cloudevent",
                            "not-json",
                            "unknown-type",
                            "schema-violation",
                            "schema-violation",
                            "invalid-dates");
            assertThat(put)
                    .allSatisfy(letter -> assertThat(letter.headers())
                            .containsEntry("samverka-dlq-consumer", "participants")
                            .containsEntry("samverka-dlq-topic", "samverka.hr.v1"))
                    .allSatisfy(letter -> assertThat(letter.headers().get("samverka-dlq-detail"))
                            .doesNotContain("198211059954", "F43"));
            assertThat(put.get(5).id()).isEqualTo(reversed.id());
        }
        assertThat(person("p").getBoolean("active")).isTrue();
    }

    @Test
    void nothingIsPublishedOfAPersonWhoIsWhoTheyWere() {
        hired("e", "p");
        publishAll();
        UUID id = person("p").getUUID("id");
        int before = person("p").getInteger("version");

        hired("e", "p");
        feed.publish(feed.messages().subList(1, 2));
        slice("employee.changed", "e", "p", "2020-01-01", null, 1, "new@example.org", false);
        feed.publish(feed.messages().subList(2, 3));
        awaitReceived(feed, 3);

        assertThat(person("p").getInteger("version")).isEqualTo(before + 1);
        try (var contacts = EventLog.of("samverka.contacts.v1")) {
            assertThat(contacts.await(2, entry -> id.toString().equals(entry.key())))
                    .extracting(entry -> entry.data().path("email").asText(null))
                    .containsExactly("p@example.org", "new@example.org");
        }
        try (var participants = EventLog.of("samverka.participants.v1")) {
            assertThat(participants.entries().stream()
                            .filter(entry -> id.toString().equals(entry.key())))
                    .singleElement()
                    .satisfies(
                            entry -> assertThat(entry.data().path("pseudonym").asText())
                                    .isEqualTo(person("p").getUUID("pseudonym").toString())
                                    .isNotEqualTo(id.toString()));
        }
    }

    @Test
    void aPersonIsTheSumOfTheEmploymentsOfTheDay() {
        slice("employee.hired", "day", "p", "2020-01-01", null, 0.6, null, false);
        slice("employee.hired", "night", "p", "2020-01-01", null, 0.25, null, true);
        slice("employee.hired", "ended", "p", "2020-01-01", "2020-12-31", 1, null, false);
        slice("employee.hired", "later", "p", "2199-01-01", null, 1, null, false);
        publishAll();

        Row person = person("p");
        assertThat(person.getBigDecimal("extent")).isEqualByComparingTo("0.85");
        assertThat(person.getInteger("employments")).isEqualTo(2);
        assertThat(person.getBoolean("leader")).isTrue();
        assertThat(person.getString("unit")).isEqualTo(ref("unit-of-day"));
        assertThat(person.getLocalDate("next_change")).hasToString("2199-01-01");
    }

    @Test
    void eachDayBelongsToTheUnitThatIsValidThen() {
        hired("e", "p");
        move("e", "2022-01-01", "third");
        move("e", "2021-01-01", "second");
        publishAll();
        assertThat(person("p").getString("unit")).isEqualTo(ref("third"));

        move("e", "2022-01-01", "corrected");
        move("e", "2198-01-01", "to come");
        feed.publish(feed.messages().subList(3, 5));
        awaitReceived(feed, 5);

        assertThat(person("p").getString("unit")).isEqualTo(ref("corrected"));
        assertThat(person("p").getLocalDate("next_change")).hasToString("2198-01-01");
    }

    @Test
    void aSliceOfThePastCountsForThePersonWhoseTheEmploymentTurnedOutToBe() {
        Message mistaken = slice("employee.hired", "e", "mistaken", "2020-01-01", null, 1, null, false);
        Message late = slice("employee.changed", "e", "mistaken", "2020-01-01", null, 0.5, null, false, "2021-01-01");
        Message corrected = slice("employee.changed", "e", "corrected", "2020-01-01", null, 1, null, false);
        feed.publish(List.of(mistaken, corrected));
        awaitReceived(feed, 2);
        assertThat(person("corrected").getBigDecimal("extent")).isEqualByComparingTo("1");
        assertThat(person("mistaken").getBoolean("active")).isFalse();

        feed.publish(List.of(late));
        awaitReceived(feed, 3);

        assertThat(person("corrected").getBigDecimal("extent")).isEqualByComparingTo("0.5");
        assertThat(person("mistaken").getBoolean("active")).isFalse();
    }

    @Test
    void whoLeavesIsNoLongerActiveAndAnEarlierTimeUnderTheSameReferenceEndsNothing() {
        slice("employee.hired", "left", "gone", "2020-01-01", null, 1, null, true);
        feed.write("employee.left", ref("left"), """
            {"employmentRef": %s, "lastDay": %s}
            """, ref("left"), "2025-12-31");
        slice("employee.hired", "again", "back", "2025-01-01", null, 1, null, false);
        feed.write("employee.left", ref("again"), """
            {"employmentRef": %s, "lastDay": %s}
            """, ref("again"), "2024-12-31");
        publishAll();

        assertThat(person("gone").getBoolean("active")).isFalse();
        assertThat(person("gone").getBoolean("leader")).isFalse();
        assertThat(person("gone").getBigDecimal("extent")).isZero();
        assertThat(person("gone").getString("unit")).isNull();
        assertThat(person("back").getBoolean("active")).isTrue();
    }

    @Test
    void aRedeliveredEventIsADuplicateAndTheFeedIsSeenByWhomItConcernsOnly() {
        hired("e", "p");
        publishAll();
        feed.publish(feed.messages());
        hired("e2", "p2");
        feed.publish(feed.messages().subList(1, 2));
        awaitReceived(feed, 2);

        status().body("received", is(2))
                .body("duplicates", greaterThanOrEqualTo(1))
                .body("people", is(2))
                .body("employments", is(2))
                .body("lastEventAt", is("2026-01-01T00:00:00Z"))
                .body("sources", hasSize(1))
                .body("sources[0].source", is(feed.source))
                .body("sources[0].received", is(2));
        feedAs(Tokens.of("hr-partner").organizations("another"))
                .body("received", is(0))
                .body("people", is(0))
                .body("sources", hasSize(0));
        feedAs(Tokens.of("platform-admin")).body("received", greaterThan(1)).body("people", greaterThan(1));
    }

    private ValidatableResponse status() {
        return feedAs(Tokens.of("hr-partner").organizations(organization));
    }

    private static ValidatableResponse feedAs(Tokens token) {
        return given().auth().oauth2(token.sign()).get("/api/v1/hr/feed").then().statusCode(200);
    }

    private Message hired(String employment, String person) {
        return slice("employee.hired", employment, person, "2020-01-01", null, 1, person + "@example.org", false);
    }

    private Message slice(
            String type,
            String employment,
            String person,
            String from,
            @Nullable String to,
            double extent,
            @Nullable String email,
            boolean leader) {
        return slice(type, employment, person, from, to, extent, email, leader, null);
    }

    private Message move(String employment, String effectiveFrom, String unit) {
        return feed.write(
                "employee.moved", ref(employment), """
                {"employmentRef": %s, "effectiveFrom": %s, "toUnit": %s}
                """, ref(employment), effectiveFrom, ref(unit.replace(' ', '-')));
    }

    private Message slice(
            String type,
            String employment,
            String person,
            String from,
            @Nullable String to,
            double extent,
            @Nullable String email,
            boolean leader,
            @Nullable String effectiveFrom) {
        return feed.write(
                type,
                ref(employment),
                """
                {"employmentRef": %s, "personRef": %s, "organization": %s, "orgUnitRef": %s,
                 "from": %s, "to": %s, "effectiveFrom": %s, "extent": %s, "weeklyHours": %s, "payForm": %s, "gender": %s,
                 "birthYear": %s, "leader": %s, "name": %s, "email": %s}
                """,
                ref(employment),
                ref(person),
                organization,
                ref("unit-of-" + employment),
                from,
                to,
                effectiveFrom,
                extent,
                40,
                "monthly",
                "woman",
                1980,
                leader,
                Map.of("given", "Synthetic", "family", "Person"),
                email);
    }

    private Message absence(String type, String ref, int version, @Nullable String to, double extent) {
        return feed.write(type, ref("e"), """
            {"absenceRef": %s, "employmentRef": %s, "kind": %s, "from": %s, "to": %s, "extent": %s,
             "version": %s}
            """, ref, ref("e"), "sick", "2026-02-02", to, extent, version);
    }

    private String ref(String of) {
        return organization + ":" + of;
    }

    private void publishAll() {
        feed.publish(feed.messages());
        awaitReceived(feed, feed.messages().size());
    }

    private void awaitReceived(HrFeed from, long events) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(
                                rows("select coalesce(max(received), 0) from hr_source where source = $1", from.source))
                        .singleElement()
                        .extracting(row -> row.getLong(0))
                        .isEqualTo(events));
    }

    private static Entry deadLetter(String key, String reason) {
        try (var letters = EventLog.of("samverka.hr.v1.dlq")) {
            return letters.awaitOne(entry ->
                    key.equals(entry.key()) && reason.equals(entry.headers().get("samverka-dlq-reason")));
        }
    }

    private Row person(String person) {
        return rows("select * from person where person_ref = $1", ref(person)).get(0);
    }

    private List<String> content(String kind, HrFeed of) {
        return rows(
                        "select cast(row_to_json(content) as text) from (%s) content".formatted(CONTENT.get(kind)),
                        of.organization)
                .stream()
                .map(row -> plain(row.getString(0), of))
                .sorted()
                .toList();
    }

    private static String plain(String text, HrFeed of) {
        return text.replace(of.organization, "");
    }

    private List<Row> rows(String sql, String parameter) {
        return StreamSupport.stream(
                        database.preparedQuery(sql)
                                .execute(Tuple.of(parameter))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }

    private static List<List<Integer>> permutations(List<Integer> of) {
        if (of.isEmpty()) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<Integer>>();
        for (Integer first : of) {
            var rest = new ArrayList<>(of);
            rest.remove(first);
            permutations(rest).forEach(tail -> {
                var order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                all.add(order);
            });
        }
        return all;
    }
}

package org.samverka.stack.demo;

import static java.util.stream.Collectors.toMap;
import static org.samverka.stack.demo.Demo.ORGANIZATION;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.samverka.contracts.Gender;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.hr.DeadLetters;
import org.samverka.stack.demo.hr.Employee;
import org.samverka.stack.demo.hr.HrFeed;
import org.samverka.stack.demo.hr.HrMessage;
import org.samverka.stack.demo.hr.HrPartner;
import org.samverka.stack.demo.hr.Poison;

/** Olofström's HR system writes what it knows to Kafka, in no order, some of it twice and some of it broken. */
final class FeedPeople {
    private static final long ORDER_OF_ARRIVAL = 1097;
    private static final Duration LETTERS_COME_WITHIN = Duration.ofSeconds(20);

    private final Platform platform;
    private final Checks checks;
    private final HrFeed feed;
    private final Api contact;

    FeedPeople(Platform platform, Checks checks, HrFeed feed) {
        this.platform = platform;
        this.checks = checks;
        this.feed = feed;
        this.contact = platform.as("organization-contact", Listener.PARTICIPANTS);
    }

    /** Returns the people's ids by their references. */
    Map<String, String> play() {
        checks.step("The HR system of Olofström reports over Kafka");
        if (received(told()) >= feed.events().size()) {
            checks.note("the feed is there already");
        } else {
            publish();
        }
        checkFeed();
        checkPoison();
        return checkPeople();
    }

    private JsonNode told() {
        return contact.get("/hr/feed").require(200).body();
    }

    /** What has come from this source. */
    private long received(JsonNode told) {
        long received = 0;
        for (JsonNode source : told.path("sources")) {
            received += source.path("source").asText().equals(feed.source())
                    ? source.path("received").asLong()
                    : 0;
        }
        return received;
    }

    private boolean isTakenIn(JsonNode told) {
        return received(told) >= feed.events().size() && told.path("parked").asLong() == 0;
    }

    /** The broken records in the middle: the feed goes on behind them. */
    private void publish() {
        List<HrMessage> arriving = feed.asItArrives(ORDER_OF_ARRIVAL);
        int middle = arriving.size() / 2;
        long duplicatesBefore = told().path("duplicates").asLong();
        long began = System.nanoTime();
        try (HrPartner partner = new HrPartner(platform.kafka())) {
            partner.publish(arriving.subList(0, middle));
            partner.publishPoison(Poison.of(feed));
            partner.publish(arriving.subList(middle, arriving.size()));
        }
        long published = System.nanoTime() - began;
        JsonNode told = Patience.A_WHILE.until(this::told, this::isTakenIn);
        long takenIn = System.nanoTime() - began;
        checks.note("%s records published in %s; all taken in %s after the first: %s"
                .formatted(
                        Checks.text(arriving.size()),
                        Checks.seconds(published),
                        Checks.seconds(takenIn),
                        Checks.perSecond(arriving.size(), takenIn)));
        checks.equal(
                "duplicates that were recognized",
                (long) arriving.size() - feed.events().size(),
                told.path("duplicates").asLong() - duplicatesBefore);
    }

    private void checkFeed() {
        JsonNode told = told();
        checks.equal("events taken in, each once", (long) feed.events().size(), received(told));
        checks.equal(
                "facts that wait for what they belong to",
                0L,
                told.path("parked").asLong());
        checks.equal(
                "people", (long) feed.employees().size(), told.path("people").asLong());
        checks.equal(
                "employments, several of some people",
                (long) feed.employments(),
                told.path("employments").asLong());
        checks.equal(
                "absences over 24 months, less those taken back",
                (long) feed.absences(),
                told.path("absences").asLong());
    }

    private void checkPoison() {
        List<Poison> poison = Poison.of(feed);
        Map<String, String> expected = poison.stream().collect(toMap(Poison::key, Poison::reason));
        Map<String, String> reasons = new DeadLetters(platform.kafka()).reasons(poison, LETTERS_COME_WITHIN);
        for (Poison each : poison) {
            checks.equal(
                    "dead letter " + each.key(),
                    expected.get(each.key()),
                    reasons.getOrDefault(each.key(), "not there"));
        }
    }

    private Map<String, String> checkPeople() {
        List<JsonNode> people = contact.all("/people?organization=" + ORGANIZATION);
        checks.equal("people in the list", feed.employees().size(), people.size());
        checks.equal("women", count(Gender.woman), count(people, "gender", "woman"));
        checks.equal("men", count(Gender.man), count(people, "gender", "man"));
        checks.equal(
                "leaders", feed.employees().stream().filter(Employee::leader).count(), count(people, "leader", "true"));
        checks.equal(
                "who has left is not active any more",
                feed.employees().stream().filter(person -> !person.stays()).count(),
                count(people, "active", "false"));
        checks.equal(
                "units in the tree",
                (long) feed.units().size(),
                units(contact.get("/organizations/" + ORGANIZATION + "/units")
                        .require(200)
                        .body()
                        .path("items")));
        return people.stream()
                .collect(toMap(
                        person -> person.path("personRef").asText(),
                        person -> person.path("id").asText()));
    }

    private long count(Gender gender) {
        return feed.employees().stream()
                .filter(person -> person.gender() == gender)
                .count();
    }

    private static long count(List<JsonNode> people, String field, String value) {
        return people.stream()
                .filter(person -> person.path(field).asText().equals(value))
                .count();
    }

    private static long units(JsonNode level) {
        long units = 0;
        for (JsonNode unit : level) {
            units += 1 + units(unit.path("units"));
        }
        return units;
    }
}

package org.samverka.stack.demo;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.samverka.stack.demo.Demo.PROGRAM;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.samverka.contracts.Gender;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.Cast.Place;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Delays;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.check.Checks;

/** Everybody gets a place in their target groups: the first ones singly, to see the figures follow, then all at once. */
final class EnrollPeople {
    private static final String PATH = "/programs/" + PROGRAM + "/enrollments";
    private static final int SINGLY = 30;
    private static final int CLIENTS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Checks checks;
    private final Cast cast;
    private final Map<String, String> people;
    private final Api coordinator;
    private final Statistics statistics;

    EnrollPeople(Platform platform, Checks checks, Cast cast, Map<String, String> people) {
        this.checks = checks;
        this.cast = cast;
        this.people = people;
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
        this.statistics = platform.statistics("coordinator", PROGRAM);
    }

    /** Returns how many are new. */
    int play() {
        checks.step("Enroll all employees in their target groups");
        checks.note("%s people: %s".formatted(Checks.text(cast.people().size()), sizes()));
        List<Place> missing = missing();
        if (missing.isEmpty()) {
            checks.note("everybody is enrolled already");
        } else {
            enrollSingly(missing.subList(0, Math.min(SINGLY, missing.size())));
            enrollTogether(missing.subList(Math.min(SINGLY, missing.size()), missing.size()));
            checkRepetition(missing.get(0));
        }
        checkRefusals();
        checkFigures();
        return missing.size();
    }

    private String sizes() {
        return cast.targetGroups().stream()
                .map(group -> Checks.text(cast.in(group).size()) + " in " + group)
                .collect(joining(", ", "", "; whoever is in several counts once"));
    }

    private List<Place> missing() {
        Set<String> taken = coordinator.all(PATH).stream()
                .filter(enrollment -> !enrollment.path("state").asText().equals("withdrawn"))
                .map(enrollment -> enrollment.path("personId").asText()
                        + enrollment.path("targetGroup").asText())
                .collect(toSet());
        return cast.places().stream()
                .filter(place -> !taken.contains(id(place) + place.targetGroup()))
                .toList();
    }

    private String id(Place place) {
        return people.getOrDefault(place.person().ref(), "");
    }

    private Answer enroll(Place place) {
        return enroll(
                place,
                "enrollment/" + place.targetGroup() + "/" + place.person().ref(),
                "2017-10-15");
    }

    private Answer enroll(Place place, String key, String date) {
        return coordinator.post(
                PATH, key, Map.of("personId", id(place), "targetGroup", place.targetGroup(), "date", date));
    }

    private void enrollSingly(List<Place> places) {
        Delays delays = new Delays();
        long enrolled = statistics.total("enrolled");
        for (Place place : places) {
            Answer answer = enroll(place).require(201);
            long expected = ++enrolled;
            OptionalLong seen = statistics.await("enrolled", count -> count >= expected, PATIENCE);
            seen.ifPresent(at -> delays.add(answer.at(), at));
        }
        checks.holds("from the answer to the new count, one enrollment at a time", !delays.isEmpty(), delays);
    }

    private void enrollTogether(List<Place> places) {
        long headCount = statistics.total("headCount");
        long began = System.nanoTime();
        List<Answer> answers = new Clients(CLIENTS).each(places, this::enroll);
        long took = System.nanoTime() - began;
        checks.equal(
                "of %s enrollments by %d clients at once, confirmed".formatted(Checks.text(places.size()), CLIENTS),
                (long) places.size(),
                answers.stream()
                        .filter(answer -> answer.is(201) && answer.text("state").equals("confirmed"))
                        .count());
        long last = answers.stream().mapToLong(Answer::at).max().orElse(began);
        long expected = cast.people().size();
        OptionalLong seen = statistics.await("headCount", count -> count >= expected, PATIENCE);
        checks.holds(
                "the head count follows, %s → %s".formatted(Checks.text(headCount), Checks.text(expected)),
                seen.isPresent(),
                "%s; %d ms after the last answer"
                        .formatted(
                                Checks.perSecond(places.size(), took),
                                Math.max(0, seen.orElse(last) - last) / 1_000_000));
    }

    /** A client that did not get the answer asks again. */
    private void checkRepetition(Place place) {
        Answer first = enroll(place).require(201);
        Answer second = enroll(place).require(201);
        checks.holds(
                "the same request again gets the same answer",
                first.body().equals(second.body()),
                "enrollment " + second.text("id"));
    }

    private void checkRefusals() {
        Place place = cast.places().get(0);
        checks.equal(
                "whoever is in a target group cannot enter it again",
                "409 already-enrolled",
                refusal(enroll(place, UUID.randomUUID().toString(), "2018-01-15")));
        Place other = new Place(cast.in(Cast.EMPLOYEES).get(100), Cast.HEALTH_STEP);
        checks.equal(
                "nobody enters before the program begins",
                "409 outside-program-period",
                refusal(enroll(other, UUID.randomUUID().toString(), "2017-09-30")));
    }

    static String refusal(Answer answer) {
        return answer.status() + " " + answer.code();
    }

    private void checkFigures() {
        checks.equal("head count", (long) cast.people().size(), statistics.total("headCount"));
        checks.equal("places", (long) cast.places().size(), statistics.total("enrolled"));
        var byGroup = statistics.table("headCount", "targetGroup", "gender");
        for (String group : cast.targetGroups()) {
            checks.equal(
                    group + ": people, women, men",
                    "%d, %d, %d"
                            .formatted(cast.in(group).size(), cast.in(group, Gender.woman), cast.in(group, Gender.man)),
                    "%s, %s, %s"
                            .formatted(
                                    byGroup.get(Map.of("targetGroup", group)),
                                    byGroup.get(Map.of("targetGroup", group, "gender", "woman")),
                                    byGroup.getOrDefault(
                                            Map.of("targetGroup", group, "gender", "man"), Statistics.Cell.NOBODY)));
        }
        Map<String, Long> genders = new HashMap<>();
        cast.people().forEach(person -> genders.merge(person.gender().name(), 1L, Long::sum));
        checks.equal(
                "women, men",
                genders.get("woman") + ", " + genders.get("man"),
                byGroup.get(Map.of("gender", "woman")) + ", " + byGroup.get(Map.of("gender", "man")));
    }
}

package org.samverka.stack.demo.mobilisation;

import static org.samverka.stack.demo.mobilisation.Mobilisation.PROGRAM;
import static org.samverka.stack.demo.mobilisation.Mobilisation.REGION;
import static org.samverka.stack.demo.mobilisation.Mobilisation.SUPPORT;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.meeting.Meetings;
import org.samverka.stack.demo.meeting.Meetings.Attendee;

/** Three meetings under a title that tells nothing; who has been at all of them has completed support. */
final class Support {
    private static final List<String> DAYS = List.of("2016-03-01", "2016-04-05", "2016-05-03");
    private static final String TITLE = "Träff";
    private static final int COMPLETING = 14;
    private static final int CLIENTS = 4;

    private final Checks checks;
    private final Offers offers;
    private final Meetings meetings;

    Support(Platform platform, Checks checks, Offers offers) {
        this.checks = checks;
        this.offers = offers;
        this.meetings = new Meetings(platform, PROGRAM);
    }

    void play(List<String> accepted) {
        checks.step("Support: three meetings, booked by each for themselves");
        Map<String, JsonNode> known = meetings.scheduled();
        for (int i = 0; i < DAYS.size(); i++) {
            hold(DAYS.get(i), i == 0 ? accepted : accepted.subList(0, COMPLETING), known);
        }
        check(accepted);
    }

    private void hold(String day, List<String> coming, Map<String, JsonNode> known) {
        String starts = day + "T13:00:00";
        JsonNode session = known.get(Meetings.key(TITLE, starts));
        if (session != null && session.path("state").asText().equals("held")) {
            checks.note("the meeting of %s has been held already".formatted(day));
            return;
        }
        String id = session == null ? schedule(starts) : session.path("id").asText();
        new Clients(CLIENTS).each(coming, person -> book(person, id));
        meetings.handIn(
                id,
                coming.stream().map(person -> new Attendee(person, REGION)).toList(),
                BigDecimal.valueOf(2),
                Instant.parse(day + "T15:00:00Z"));
    }

    private String schedule(String starts) {
        return meetings.schedule(Map.of(
                        "program", PROGRAM,
                        "title", TITLE,
                        "targetGroup", SUPPORT,
                        "startsAt", starts,
                        "zone", "Europe/Stockholm",
                        "hours", 2,
                        "capacity", 40))
                .text("id");
    }

    /** That there is a place may still be on its way to the service. */
    private int book(String person, String session) {
        return Patience.MOMENTS
                .until(
                        () -> offers.as(person, Listener.SESSIONS)
                                .post(
                                        "/bookings",
                                        "booking/" + session,
                                        Map.of("sessionId", session, "personId", person)),
                        found -> !found.code().equals("not-enrolled"))
                .require(201, 409)
                .status();
    }

    private void check(List<String> accepted) {
        String first = accepted.get(0);
        String place = Patience.MOMENTS
                .until(() -> offers.place(first), found -> found.equals(Optional.of("completed")))
                .orElse("none");
        checks.equal("who was at all three has completed support", "completed", place);
        checks.equal(
                "who was at one has not",
                "confirmed",
                offers.place(accepted.get(accepted.size() - 1)).orElse("none"));
        long completed = Patience.MOMENTS.until(this::completed, count -> count >= COMPLETING);
        checks.equal("completed support, as occupational health sees it", (long) COMPLETING, completed);
    }

    private long completed() {
        return offers.seenByOccupationalHealth().stream()
                .filter(offer -> offer.path("state").asText().equals("completed"))
                .count();
    }
}

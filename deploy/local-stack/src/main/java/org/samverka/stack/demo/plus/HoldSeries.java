package org.samverka.stack.demo.plus;

import static org.samverka.stack.demo.plus.Plus.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.api.Watch;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.meeting.Meetings;
import org.samverka.stack.demo.meeting.Meetings.Attendee;

/** The meetings of the series are held; a few people miss so many that they do not complete. */
final class HoldSeries {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final int ONE_BY_ONE = 5;
    private static final int CLIENTS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** In ALUP these do not come to more than two meetings, of which four are needed. */
    private static final int SELDOM_THERE = 4;

    private static final int TIMES = 2;

    private final Checks checks;
    private final Meetings meetings;
    private final Statistics statistics;

    HoldSeries(Platform platform, Checks checks) {
        this.checks = checks;
        this.meetings = new Meetings(platform, PROGRAM);
        this.statistics = platform.statistics("coordinator", PROGRAM);
    }

    /** One of a series, and who comes. */
    private record Meeting(Series series, String starts, String id, boolean held, List<Attendee> coming) {}

    void play() {
        checks.step("Meetings in series: 50 of the health network, 32 of the inspirers, 5 of ALUP");
        Map<String, JsonNode> known = meetings.scheduled();
        Map<String, List<Attendee>> people = new HashMap<>();
        List<Meeting> all = new ArrayList<>();
        for (Series series : Series.ALL) {
            List<Attendee> group = people.computeIfAbsent(series.targetGroup(), meetings::enrolled);
            all.addAll(meetings(series, known, group));
        }
        hold(all.stream().filter(meeting -> !meeting.held()).toList());
        check(all);
    }

    private List<Meeting> meetings(Series series, Map<String, JsonNode> known, List<Attendee> group) {
        List<Attendee> invited =
                group.stream().filter(who -> series.isFor(who.organization())).toList();
        Map<String, String> ids = new HashMap<>();
        if (!known.containsKey(Meetings.key(series.title(), series.starts(0)))) {
            schedule(series, ids);
        }
        List<Meeting> all = new ArrayList<>();
        for (int i = 0; i < series.meetings(); i++) {
            String starts = series.starts(i);
            JsonNode session = known.get(Meetings.key(series.title(), starts));
            all.add(new Meeting(
                    series,
                    starts,
                    session == null
                            ? ids.getOrDefault(starts, "")
                            : session.path("id").asText(),
                    session != null && session.path("state").asText().equals("held"),
                    coming(series, invited, i)));
        }
        return all;
    }

    private void schedule(Series series, Map<String, String> ids) {
        Answer scheduled = meetings.scheduleSeries(series.description(), series.rule());
        scheduled
                .body()
                .path("sessions")
                .forEach(session -> ids.put(
                        session.path("startsAt").asText(),
                        session.path("sessionId").asText()));
        boolean right = true;
        for (int i = 0; i < series.meetings(); i++) {
            right &= ids.containsKey(series.starts(i));
        }
        checks.holds(
                series.title() + ": as often as the rule says, always at nine",
                right && ids.size() == series.meetings(),
                ids.size());
    }

    private static List<Attendee> coming(Series series, List<Attendee> invited, int meeting) {
        return series.targetGroup().equals(Plus.ALUP) && meeting >= TIMES
                ? invited.subList(SELDOM_THERE, invited.size())
                : invited;
    }

    private void hold(List<Meeting> missing) {
        if (missing.isEmpty()) {
            checks.note("all meetings have been held already");
            return;
        }
        long began = System.nanoTime();
        Watch watch = new Watch(statistics, "attendances");
        int singly = Math.min(ONE_BY_ONE, missing.size());
        for (Meeting meeting : missing.subList(0, singly)) {
            meetings.book(meeting.id(), meeting.coming());
            watch.see(meeting.coming().size(), () -> handIn(meeting));
        }
        checks.holds(
                "from the list handed in to the new count, one meeting at a time",
                !watch.delays().isEmpty(),
                watch.delays());
        new Clients(CLIENTS).each(missing.subList(singly, missing.size()), this::hold);
        checks.note("%d meetings held in %s".formatted(missing.size(), Checks.seconds(System.nanoTime() - began)));
    }

    private Answer hold(Meeting meeting) {
        meetings.book(meeting.id(), meeting.coming());
        return handIn(meeting);
    }

    private Answer handIn(Meeting meeting) {
        return meetings.handIn(
                meeting.id(),
                meeting.coming(),
                BigDecimal.valueOf(meeting.series().hours()),
                LocalDateTime.parse(meeting.starts()).plusHours(8).atZone(ZONE).toInstant());
    }

    private void check(List<Meeting> all) {
        long came = all.stream().mapToLong(meeting -> meeting.coming().size()).sum();
        statistics.await("attendances", count -> count >= came, PATIENCE);
        checks.equal("who came to all of them, by the statistics", came, statistics.total("attendances"));
        long hours = all.stream()
                .mapToLong(meeting ->
                        (long) meeting.coming().size() * meeting.series().hours())
                .sum();
        checks.equal(
                "participant hours",
                String.valueOf(hours),
                statistics.table("hours").get(Map.of()));
        var held = statistics.table("sessions", "targetGroup");
        checks.equal(
                "meetings of the network, of the inspirers",
                "50, 32",
                held.get(Map.of("targetGroup", Plus.NETWORK)) + ", " + held.get(Map.of("targetGroup", Plus.INSPIRERS)));
    }
}

package org.samverka.stack.demo.mobilisation;

import static org.samverka.stack.demo.mobilisation.Mobilisation.EMPLOYEES;
import static org.samverka.stack.demo.mobilisation.Mobilisation.MANAGERS;
import static org.samverka.stack.demo.mobilisation.Mobilisation.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.api.Watch;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.meeting.Meetings;
import org.samverka.stack.demo.meeting.Meetings.Attendee;
import org.samverka.stack.demo.programs.Roster;
import org.samverka.stack.demo.programs.Roster.Member;
import org.samverka.stack.demo.survey.PaperForms;

/** A mapping on paper shows where the challenges lie; then the managers are trained. */
final class MapAndTrain {
    private static final String MAPPING = "mobilisation-mapping";
    private static final String TRAINING = "Hälsofrämjande ledarskap";
    private static final String STARTS = "2015-09-15T09:00:00";
    private static final int FORMS = 300;

    private static final String QUESTIONNAIRE = """
            type;name;label;required
            title;;Kartläggning av arbetsmiljön;
            scale 1 5;workload;Arbetsbelastningen är rimlig (1 stämmer inte alls, 5 stämmer helt);yes
            scale 1 5;support;Jag får det stöd jag behöver;yes
            """;

    private final Checks checks;
    private final Roster roster;
    private final PaperForms forms;
    private final Meetings meetings;
    private final Statistics statistics;

    MapAndTrain(Platform platform, Checks checks, Roster roster) {
        this.checks = checks;
        this.roster = roster;
        this.forms = new PaperForms(platform, checks, PROGRAM);
        this.meetings = new Meetings(platform, PROGRAM);
        this.statistics = platform.statistics("coordinator", PROGRAM);
    }

    void play() {
        checks.step("Steps 1 and 2: a mapping on paper, and training in health-promoting leadership");
        map();
        train();
    }

    private void map() {
        forms.write(MAPPING, QUESTIONNAIRE);
        if (!forms.open(MAPPING, Map.of("targetGroup", EMPLOYEES, "occasion", "date", "closesOn", "2015-06-30"))) {
            checks.note("the mapping has been done already");
            return;
        }
        List<Member> people = roster.in(EMPLOYEES);
        List<String> filled = IntStream.range(0, FORMS)
                .mapToObj(n -> "%s,%s,%s,%d,%d"
                        .formatted(
                                people.get(n).organization(), people.get(n).gender(), EMPLOYEES, 1 + n % 5, 2 + n % 4))
                .toList();
        forms.handIn(MAPPING, "organization,gender,targetGroup,workload,support", filled);
    }

    private void train() {
        List<Attendee> managers = meetings.enrolled(MANAGERS);
        JsonNode known = meetings.scheduled().get(Meetings.key(TRAINING, STARTS));
        if (known != null && known.path("state").asText().equals("held")) {
            checks.note("the managers have been trained already");
        } else {
            String session =
                    known == null ? schedule(managers.size()) : known.path("id").asText();
            meetings.book(session, managers);
            Watch watch = new Watch(statistics, "attendances");
            watch.see(
                    managers.size(),
                    () -> meetings.handIn(
                            session, managers, BigDecimal.valueOf(7), Instant.parse("2015-09-15T15:00:00Z")));
            checks.holds(
                    "from the list handed in to the new count", !watch.delays().isEmpty(), watch.delays());
        }
        checks.equal(
                "managers trained, by the statistics",
                String.valueOf(managers.size()),
                String.valueOf(statistics.table("attendances", "targetGroup").get(Map.of("targetGroup", MANAGERS))));
    }

    private String schedule(int seats) {
        return meetings.schedule(Map.of(
                        "program", PROGRAM,
                        "title", TRAINING,
                        "targetGroup", MANAGERS,
                        "startsAt", STARTS,
                        "zone", "Europe/Stockholm",
                        "hours", 7,
                        "capacity", seats,
                        "venue", "Alingsås lasarett"))
                .text("id");
    }
}

package org.samverka.stack.demo;

import static java.util.stream.Collectors.toSet;
import static org.samverka.stack.demo.Demo.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Mailbox;
import org.samverka.stack.demo.api.Mailbox.Mail;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.hr.Employee;

/** Whoever was enrolled or is asked to answer is written to, in words that tell nobody else what it is about. */
final class Letters {
    private static final String TELLTALE = "(?is).*(hälsa|hälso|heja|health|träff|coach).*";
    private static final int CLIENTS = 8;

    private final Checks checks;
    private final Api coordinator;
    private final Mailbox mailbox;
    private final Cast cast;
    private long sentBefore;
    private long caughtBefore;

    Letters(Platform platform, Checks checks, Cast cast) {
        this.checks = checks;
        this.cast = cast;
        this.coordinator = platform.as("coordinator", Listener.REPORTING);
        this.mailbox = platform.mail();
    }

    /** What an earlier play has left; one that was broken off may still have letters to be sent. */
    void countEarlierOnes() {
        sentBefore = sent(Patience.A_WHILE.until(this::counts, all -> unsent(all) == 0));
        caughtBefore = caught().size();
    }

    void play(int caused) {
        checks.step("Mail: caught, not sent on");
        long began = System.nanoTime();
        Map<String, Long> counts =
                Patience.A_WHILE.until(this::counts, all -> unsent(all) == 0 && sent(all) >= sentBefore + caused);
        checks.note("all letters left %s after the last step".formatted(Checks.seconds(System.nanoTime() - began)));
        checks.equal(
                "letters to the enrolled, one for each place",
                (long) cast.places().size(),
                counts.getOrDefault("enrollment-confirmed sent", 0L));
        checks.equal(
                "letters to those who are asked to answer",
                (long) cast.in(Cast.INSPIRERS).size(),
                counts.getOrDefault("evaluation-due sent", 0L));
        checkCaught(sent(counts) - sentBefore);
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        for (JsonNode count : coordinator
                .get("/notifications?program=" + PROGRAM)
                .require(200)
                .body()
                .path("counts")) {
            counts.put(
                    count.path("kind").asText() + " " + count.path("state").asText(),
                    count.path("count").asLong());
        }
        return counts;
    }

    private static long unsent(Map<String, Long> counts) {
        return in("waiting", counts) + in("pending", counts);
    }

    private static long sent(Map<String, Long> counts) {
        return in("sent", counts);
    }

    private static long in(String state, Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().endsWith(" " + state))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void checkCaught(long expected) {
        List<Mail> mails = Patience.MOMENTS.until(this::caught, found -> found.size() >= caughtBefore + expected);
        checks.equal("mails caught, one for each letter that left in this play", expected, mails.size() - caughtBefore);
        if (mails.isEmpty()) {
            return;
        }
        Set<String> subjects = mails.stream().map(Mail::subject).collect(toSet());
        checks.holds(
                "no subject tells of a program or of health",
                subjects.stream().noneMatch(subject -> subject.matches(TELLTALE)),
                subjects);
    }

    private List<Mail> caught() {
        Set<String> addressees = Set.copyOf(mailbox.addressees());
        List<String> addresses = cast.people().stream()
                .map(Employee::email)
                .filter(addressees::contains)
                .toList();
        return new Clients(CLIENTS)
                .each(addresses, mailbox::of).stream().flatMap(List::stream).toList();
    }
}

package org.samverka.stack.demo.plus;

import static org.samverka.stack.demo.plus.Plus.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Mailbox;
import org.samverka.stack.demo.api.Mailbox.Mail;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Watch;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.programs.Roster.Member;

/** Letters with an invitation arrive; some of those who got one answer by its link, without logging in. */
final class AnswerLetters {
    static final int COMING = 10;
    static final int DECLINING = 2;

    private static final Pattern LINK = Pattern.compile("/invitation#([A-Za-z0-9._-]+)");
    private static final Pattern ADDRESS = Pattern.compile("[a-z0-9.-]+@samverka\\.example");
    private static final String QUESTION = "Behöver du något för att kunna delta";
    private static final int CLIENTS = 6;

    private final Platform platform;
    private final Checks checks;
    private final List<String> addresses;
    private final Mailbox mailbox;

    AnswerLetters(Platform platform, Checks checks, List<Member> invited) {
        this.platform = platform;
        this.checks = checks;
        this.addresses = invited.stream().map(Member::email).toList();
        this.mailbox = platform.mail();
    }

    void play(String session) {
        awaitSent();
        List<Optional<Mail>> letters = new Clients(CLIENTS).each(addresses, this::letterTo);
        List<Mail> arrived = letters.stream().flatMap(Optional::stream).toList();
        checks.equal("letters with an invitation that were caught", addresses.size(), arrived.size());
        checkLetters(arrived);
        answer(arrived);
    }

    private void awaitSent() {
        Api reporting = platform.as("coordinator", Listener.REPORTING);
        long sent = Patience.A_WHILE.until(() -> sent(reporting), count -> count >= addresses.size());
        checks.equal("invitations sent", (long) addresses.size(), sent);
    }

    private static long sent(Api reporting) {
        long sent = 0;
        for (JsonNode count : reporting
                .get("/notifications?program=" + PROGRAM)
                .require(200)
                .body()
                .path("counts")) {
            boolean meant = count.path("kind").asText().equals("invitation")
                    && count.path("state").asText().equals("sent");
            sent += meant ? count.path("count").asLong() : 0;
        }
        return sent;
    }

    private Optional<Mail> letterTo(String address) {
        return mailbox.of(address).stream()
                .filter(mail -> token(mail).isPresent())
                .findFirst();
    }

    private static Optional<String> token(Mail mail) {
        Matcher link = LINK.matcher(mail.readable());
        return link.find() ? Optional.of(link.group(1)) : Optional.empty();
    }

    private void checkLetters(List<Mail> letters) {
        checks.holds(
                "each asks what the reader needs so as to take part",
                letters.stream().allMatch(letter -> letter.readable().contains(QUESTION)),
                QUESTION + "?");
        checks.holds(
                "each brings an entry for the calendar",
                letters.stream()
                        .allMatch(letter -> letter.source().matches("(?is).*text/calendar.*method=\"?REQUEST.*")),
                "METHOD:REQUEST");
        checks.holds(
                "none names anybody else who is invited",
                letters.stream().noneMatch(this::namesAnother),
                letters.size());
        checks.holds(
                "no subject tells what it is about",
                letters.stream().noneMatch(letter -> letter.subject().matches("(?is).*(plus|nätverk|hälsa).*")),
                letters.isEmpty() ? "" : letters.get(0).subject());
    }

    private boolean namesAnother(Mail letter) {
        return ADDRESS.matcher(letter.readable())
                .results()
                .map(MatchResult::group)
                .anyMatch(address -> addresses.contains(address) && !address.equals(letter.to()));
    }

    /** The first needs a hearing loop. */
    private void answer(List<Mail> letters) {
        Watch watch = new Watch(platform.statistics("coordinator", PROGRAM), "bookings");
        for (int n = 0; n < COMING + DECLINING && n < letters.size(); n++) {
            Api link = platform.anonymously(Listener.SESSIONS)
                    .with("Invitation-Token", token(letters.get(n)).orElse(""))
                    .with("Accept-Language", "sv");
            if (n == 0) {
                checkLink(link);
            }
            if (n < COMING) {
                List<String> needs = n == 0 ? List.of("tested_hearing_loop") : List.of();
                watch.see(
                        1,
                        () -> link.put(
                                        "/invitations/by-link/answer",
                                        Map.of("answer", "accepted", "needs", Map.of("choices", needs)))
                                .require(200));
            } else {
                link.put("/invitations/by-link/answer", Map.of("answer", "declined"))
                        .require(200);
            }
        }
        checks.holds(
                "from the answer by link to the new count of bookings",
                !watch.delays().isEmpty(),
                watch.delays());
    }

    private void checkLink(Api link) {
        JsonNode question = link.get("/invitations/by-link").require(200).body().path("needsQuestion");
        checks.holds(
                "the link asks it too, with a list to choose from",
                question.path("question").asText().startsWith(QUESTION),
                question.path("choices").size() + " choices");
        checks.equal(
                "a token that was made up",
                404,
                platform.anonymously(Listener.SESSIONS)
                        .with("Invitation-Token", "made-up")
                        .get("/invitations/by-link")
                        .status());
    }
}

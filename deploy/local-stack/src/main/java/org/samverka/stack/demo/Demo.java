package org.samverka.stack.demo;

import java.time.Duration;
import java.util.Map;
import org.samverka.stack.Console;
import org.samverka.stack.Listener;
import org.samverka.stack.Stack;
import org.samverka.stack.StackFailure;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.hr.HrFeed;
import org.samverka.stack.demo.programs.OtherPrograms;

/**
 * Plays on a running stack what people and partner systems would do, through the public interfaces alone, and checks what
 * comes of it. What an earlier play has left is found and not done again.
 */
public final class Demo {
    static final String PROGRAM = "heja-halsan";
    static final String ORGANIZATION = "olofstrom";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Stack stack;
    private final Platform platform;
    private final Checks checks;

    private Demo(Stack stack) {
        this.stack = stack;
        this.platform = new Platform(stack);
        this.checks = new Checks(stack.console());
    }

    /** Returns whether every check held. */
    public static boolean play(Stack stack) {
        stack.awaitReady(PATIENCE);
        return new Demo(stack).play();
    }

    private boolean play() {
        try {
            hejaHalsan();
            new OtherPrograms(platform, checks, stack.settings().checkout()).play();
        } catch (StackFailure e) {
            checks.broken(e.getMessage());
        }
        checks.summary();
        if (checks.allHeld()) {
            whereToLook(stack.console());
        }
        return checks.allHeld();
    }

    private void hejaHalsan() {
        HrFeed feed = HrFeed.olofstrom();
        Cast cast = Cast.of(feed.employees());
        Letters letters = new Letters(platform, checks, cast);
        new DefineProgram(platform, checks, stack.settings().checkout()).play();
        letters.countEarlierOnes();
        Map<String, String> people = new FeedPeople(platform, checks, feed).play();
        int enrolled = new EnrollPeople(platform, checks, cast, people).play();
        Map<String, String> sessions = new HoldSessions(platform, checks, cast, people).play();
        int newlyAsked = new EvaluateSession(platform, checks, cast, people, sessions).play();
        letters.play(enrolled + newlyAsked);
        new CompareViews(platform, checks).play();
    }

    private void whereToLook(Console console) {
        String statistics = platform.address(Listener.REPORTING) + "/programs/" + PROGRAM + "/statistics";
        console.print("""

                Look yourself:
                  curl -sH "Authorization: Bearer $(./samverka token coordinator)" '%s?by=gender,targetGroup'
                  the same with "token analyst" shows what disclosure control leaves; "token %s" is a health inspirer
                  try the APIs: %s""".formatted(
                        statistics,
                        Cast.of(HrFeed.olofstrom().employees())
                                .in(Cast.INSPIRERS)
                                .get(0)
                                .ref(),
                        platform.address(Listener.PARTICIPANTS).resolve("/q/swagger-ui")));
    }
}

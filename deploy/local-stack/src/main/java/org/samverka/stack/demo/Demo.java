package org.samverka.stack.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.samverka.stack.Console;
import org.samverka.stack.Listener;
import org.samverka.stack.Stack;
import org.samverka.stack.StackFailure;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.hr.HrFeed;
import org.samverka.stack.demo.mobilisation.Mobilisation;
import org.samverka.stack.demo.plus.Plus;
import org.samverka.stack.demo.programs.CheckGoals;
import org.samverka.stack.demo.programs.Definition;
import org.samverka.stack.demo.recovery.RecoveryDays;
import org.samverka.stack.demo.workshop.RecruitmentWorkshop;

/**
 * Plays on a running stack what people and partner systems would do, through the public interfaces alone, and checks what
 * comes of it. What an earlier play has left is found and not done again.
 */
public final class Demo {
    static final String PROGRAM = "heja-halsan";
    static final String ORGANIZATION = "olofstrom";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Map<String, String> WORDS_OF_A_GOAL = Map.of(
            PROGRAM,
            "700 employees of the municipality",
            RecoveryDays.PROGRAM,
            "309 recovery days are held",
            RecruitmentWorkshop.PROGRAM,
            "Focus on recruitment",
            Mobilisation.PROGRAM,
            "How many were screened",
            Plus.PROGRAM,
            "Short-term sickness absence shall fall by 30 %");

    private final Stack stack;
    private final Platform platform;
    private final Checks checks;

    private Demo(Stack stack) {
        this.stack = stack;
        this.platform = new Platform(stack);
        this.checks = new Checks(stack.console());
    }

    /**
     * Returns whether every check held.
     *
     * @param programs by their keys; none for all
     */
    public static boolean play(Stack stack, String... programs) {
        Demo demo = new Demo(stack);
        Collection<String> all = demo.programs().keySet();
        List<String> wanted = programs.length == 0 ? List.copyOf(all) : List.of(programs);
        if (!all.containsAll(wanted)) {
            throw new StackFailure("There are no other programs to play than " + String.join(", ", all));
        }
        stack.awaitReady(PATIENCE);
        return demo.play(wanted);
    }

    /** How each is played; what comes of it is how its goals are to stand. */
    private Map<String, Supplier<Map<String, String>>> programs() {
        Map<String, Supplier<Map<String, String>>> programs = new LinkedHashMap<>();
        programs.put(PROGRAM, this::hejaHalsan);
        programs.put(RecruitmentWorkshop.PROGRAM, () -> new RecruitmentWorkshop(platform, checks).play());
        programs.put(RecoveryDays.PROGRAM, () -> new RecoveryDays(platform, checks).play());
        programs.put(Mobilisation.PROGRAM, () -> new Mobilisation(platform, checks).play());
        programs.put(Plus.PROGRAM, () -> new Plus(platform, checks).play());
        return programs;
    }

    private boolean play(List<String> wanted) {
        if (goesOn(() -> define(wanted))) {
            Map<String, Map<String, String>> goals = new LinkedHashMap<>();
            programs().forEach((program, how) -> {
                if (wanted.contains(program)) {
                    goesOn(() -> goals.put(program, how.get()));
                }
            });
            checks.step("How the goals stand");
            goals.forEach((program, states) -> goesOn(() -> new CheckGoals(platform, checks, program).play(states)));
        }
        checks.summary();
        if (checks.allHeld()) {
            whereToLook(stack.console());
        }
        return checks.allHeld();
    }

    /** What breaks one program's play off does not keep the others from being played. */
    private boolean goesOn(Runnable play) {
        try {
            play.run();
            return true;
        } catch (StackFailure e) {
            checks.broken(e.getMessage());
            return false;
        }
    }

    private Path checkout() {
        return stack.settings().checkout();
    }

    /** All at first, so that the services have learned of them when they are needed. */
    private void define(List<String> wanted) {
        if (wanted.contains(PROGRAM)) {
            new DefineProgram(platform, checks, checkout()).play();
        }
        List<String> others = new ArrayList<>(wanted);
        others.remove(PROGRAM);
        if (!others.isEmpty()) {
            checks.step("Define %s".formatted(String.join(", ", others)));
            Definition definition = new Definition(platform, checks, checkout());
            others.forEach(program -> definition.put(program, WORDS_OF_A_GOAL.getOrDefault(program, "")));
        }
    }

    private Map<String, String> hejaHalsan() {
        HrFeed feed = HrFeed.olofstrom();
        Cast cast = Cast.of(feed.employees());
        Letters letters = new Letters(platform, checks, cast);
        letters.countEarlierOnes();
        Map<String, String> people = new FeedPeople(platform, checks, feed).play();
        int enrolled = new EnrollPeople(platform, checks, cast, people).play();
        Map<String, String> sessions = new HoldSessions(platform, checks, cast, people).play();
        int newlyAsked = new EvaluateSession(platform, checks, cast, people, sessions).play();
        letters.play(enrolled + newlyAsked);
        new CompareViews(platform, checks).play();
        new CompareWithFacts(platform, checks, cast).play();
        return Map.of("participants", "met", "inspirers", "met", "useful", "met");
    }

    private void whereToLook(Console console) {
        String reporting = platform.address(Listener.REPORTING) + "/programs/";
        console.print("""

                Look yourself:
                  curl -sH "Authorization: Bearer $(./samverka token coordinator)" '%1$s%2$s/statistics?by=gender,targetGroup'
                  the same with "token analyst" shows what disclosure control leaves; "token %4$s" is a health inspirer
                  goals: %1$s%3$s/goals
                  try the APIs: %5$s""".formatted(
                        reporting,
                        PROGRAM,
                        Plus.PROGRAM,
                        Cast.of(HrFeed.olofstrom().employees())
                                .in(Cast.INSPIRERS)
                                .get(0)
                                .ref(),
                        platform.address(Listener.PARTICIPANTS).resolve("/q/swagger-ui")));
    }
}

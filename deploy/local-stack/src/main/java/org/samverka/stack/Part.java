package org.samverka.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One process of the stack: what it needs, how it is started, when it is ready. */
interface Part {
    String name();

    /** The parts that must be ready before this one is started, and are stopped after it. */
    default List<String> needs() {
        return List.of();
    }

    List<Listener> listeners();

    /** Says in one line what is missing for a start, before anything is started. */
    default void requireBuilt() {}

    /** Puts what the process reads in place; called before its first start. */
    default void prepare(Console console) throws IOException {}

    ProcessBuilder process() throws IOException;

    /** Whether it does its work now; any exception means not yet. */
    boolean ready() throws Exception;

    /** Puts what others expect into it, such as roles and topics; called when it is ready for the first time. */
    default void settle() throws Exception {}

    /** The signal on which it finishes what it does and ends. */
    default String stopSignal() {
        return "TERM";
    }

    /** How long a start may take on a busy machine. */
    default Duration patience() {
        return Duration.ofMinutes(3);
    }
}

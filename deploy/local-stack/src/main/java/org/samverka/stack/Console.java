package org.samverka.stack;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the commands print: progress with the seconds since the start, and plain lines. */
public final class Console {
    private final PrintStream out;
    private final long began = System.nanoTime();

    private Console(PrintStream out) {
        this.out = out;
    }

    /** In UTF-8, whatever the locale says: names and marks are beyond ASCII. */
    public static Console standard() {
        return new Console(new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8));
    }

    /** Prints nothing. */
    public static Console quiet() {
        return new Console(new PrintStream(PrintStream.nullOutputStream(), false));
    }

    public static Console of(PrintStream out) {
        return new Console(out);
    }

    /** One line of progress: when, who, what. */
    public void progress(String who, String what) {
        print(String.format(Locale.ROOT, "%7.1f s  %-13s %s", sinceStart().toMillis() / 1000.0, who, what));
    }

    public void print(String line) {
        out.println(line);
        out.flush();
    }

    /** Says in one line why a command fails. */
    void complain(@Nullable String why) {
        out.flush();
        System.err.println("samverka: " + why);
    }

    /** For what was not foreseen: with everything that helps to find it. */
    void complain(Exception unforeseen) {
        complain(unforeseen.toString());
        unforeseen.printStackTrace(System.err);
    }

    public Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    static String seconds(long nanosBefore) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - nanosBefore) / 1e9);
    }
}

package org.samverka.stack;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.samverka.stack.demo.Demo;

/** The commands of {@code ./samverka}. */
public final class Samverka {
    private static final String USAGE = """
            ./samverka up [PART...] [--without PART]...  starts the stack and stays until Ctrl-C
            ./samverka demo [--exit] [--programs KEY,...]
                                                         the same, and plays the programs: all, or those named
            ./samverka status                            what runs
            ./samverka token USER [PASSWORD]             prints an access token of a demo user
            ./samverka replay                            builds the statistics anew from the log, beside the live ones
            ./samverka reset                             clears the kept data
            ./samverka bench                             measures""";

    private static final String BENCH = "org.samverka.benchmarks.Bench";
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final Console console = Console.standard();

    private Samverka() {}

    public static void main(String[] arguments) {
        Samverka samverka = new Samverka();
        int status;
        try {
            status = samverka.run(Arrays.asList(arguments));
        } catch (StackFailure e) {
            samverka.console.complain(e.getMessage());
            status = FAILED;
        } catch (IOException | RuntimeException e) {
            samverka.console.complain(e);
            status = FAILED;
        }
        System.exit(status);
    }

    private int run(List<String> arguments) throws IOException {
        String command = arguments.isEmpty() ? "help" : arguments.get(0);
        List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        return switch (command) {
            case "up" -> up(rest);
            case "demo" -> demo(rest);
            case "status" -> Status.print(Settings.ofEnvironment(), console);
            case "token" -> token(rest);
            case "replay" -> Replay.run(Settings.ofEnvironment(), console);
            case "reset" -> reset(Settings.ofEnvironment());
            case "bench" -> bench(rest);
            case "help" -> usage(0);
            default -> usage(MISUSED);
        };
    }

    private int usage(int status) {
        console.print(USAGE);
        return status;
    }

    private int up(List<String> arguments) {
        try (Stack stack = started(wanted(arguments))) {
            Addresses.print(stack, console);
            stay();
        }
        return 0;
    }

    /** The parts named, or all, less those named after {@code --without}. */
    private static String[] wanted(List<String> arguments) {
        List<String> named = new ArrayList<>();
        List<String> without = new ArrayList<>();
        boolean leave = false;
        for (String argument : arguments) {
            if (argument.equals("--without")) {
                leave = true;
            } else {
                (leave ? without : named).add(argument);
                leave = false;
            }
        }
        List<String> all =
                Stack.parts(Settings.ofEnvironment()).stream().map(Part::name).toList();
        if (!all.containsAll(without)) {
            throw new StackFailure("There are no other parts to leave out than " + String.join(", ", all));
        }
        if (named.isEmpty()) {
            named.addAll(all);
        }
        named.removeAll(without);
        return named.toArray(String[]::new);
    }

    private int demo(List<String> arguments) {
        String[] programs = programs(arguments);
        try (Stack stack = started()) {
            Addresses.print(stack, console);
            boolean held = Demo.play(stack, programs);
            if (!arguments.contains("--exit")) {
                stay();
            }
            return held ? 0 : FAILED;
        }
    }

    /** Those named after {@code --programs}; none for all. */
    private static String[] programs(List<String> arguments) {
        int option = arguments.indexOf("--programs");
        if (option < 0) {
            return new String[0];
        }
        if (option + 1 == arguments.size()) {
            throw new StackFailure("--programs takes keys of programs, as in --programs heja-halsan,plus");
        }
        return arguments.get(option + 1).split(",");
    }

    private Stack started(String... parts) {
        Settings settings = Settings.ofEnvironment();
        Memory.requireRoom(settings);
        Stack stack = new Stack(settings, console);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::stop, "stopping"));
        stack.start(parts);
        return stack;
    }

    /** Until the JVM is asked to end, or whoever started it is gone. */
    private static void stay() {
        ProcessHandle.current()
                .parent()
                .map(ProcessHandle::onExit)
                .orElseGet(CompletableFuture::new)
                .join();
    }

    private int token(List<String> arguments) {
        if (arguments.isEmpty()) {
            return usage(MISUSED);
        }
        Realm realm = new Realm(Keycloak.issuer(Settings.ofEnvironment()));
        String user = arguments.get(0);
        console.print(realm.token(user, arguments.size() > 1 ? arguments.get(1) : user));
        return 0;
    }

    private int reset(Settings settings) throws IOException {
        try (HomeLock lock = HomeLock.tryHold(settings.home())
                .orElseThrow(() -> new StackFailure("The stack is running: stop it first (Ctrl-C)"))) {
            Leftovers.stop(settings, console);
            for (String folder : List.of("data", "log", "run")) {
                Unpacked.delete(settings.home().resolve(folder));
            }
        }
        console.print("The data in " + settings.home() + " is cleared");
        return 0;
    }

    /** The measurements are a module of their own, which uses this one. */
    private int bench(List<String> arguments) {
        try {
            Object status = Class.forName(BENCH)
                    .getMethod("run", String[].class)
                    .invoke(null, (Object) arguments.toArray(String[]::new));
            return status instanceof Integer number ? number : 0;
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
            throw new StackFailure("The benchmarks are not built: ./samverka bench builds them", e);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}

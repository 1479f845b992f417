package org.samverka.contracts.delivery;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.core.impl.NoStackTraceTimeoutException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** Tells faults that pass by themselves from those that a retry would only repeat. */
public final class Faults {
    /** SQLSTATE classes that come from the data: numbers out of range, violated constraints, raised by a rule. */
    private static final Set<String> CAUSED_BY_DATA = Set.of("22", "23", "P0");

    private static final List<Class<? extends Throwable>> PASSING = List.of(
            IOException.class,
            TimeoutException.class,
            VertxException.class,
            NoStackTraceThrowable.class,
            NoStackTraceTimeoutException.class,
            KafkaException.class);

    private Faults() {}

    public static boolean willPass(Throwable failure) {
        return causes(failure).anyMatch(Faults::passes)
                && causes(failure).noneMatch(cause -> cause instanceof PgException pg && causedByData(pg));
    }

    /** Class and SQLSTATE: never the message, which may quote a value. */
    static String nameOf(Throwable failure) {
        return causes(failure)
                .filter(PgException.class::isInstance)
                .map(PgException.class::cast)
                .map(pg -> "SQLSTATE " + pg.getSqlState())
                .findFirst()
                .orElseGet(() -> failure.getClass().getName());
    }

    private static boolean passes(Throwable cause) {
        return cause instanceof PgException pg
                ? !causedByData(pg)
                : PASSING.stream().anyMatch(type -> type.isInstance(cause));
    }

    private static boolean causedByData(PgException failure) {
        String state = failure.getSqlState();
        return state != null && state.length() >= 2 && CAUSED_BY_DATA.contains(state.substring(0, 2));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
    }
}

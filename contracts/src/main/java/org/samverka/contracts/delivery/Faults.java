package org.samverka.contracts.delivery;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.core.impl.NoStackTraceTimeoutException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Tells faults that pass by themselves from those that a retry would only repeat. */
public final class Faults {
    /** SQLSTATE classes that come from the data: numbers out of range, violated constraints, raised by a rule. */
    private static final Set<String> CAUSED_BY_DATA = Set.of("22", "23", "P0");

    /**
     * SQLSTATE classes that come from the circumstances: connection, transaction rolled back (deadlocks), resources, locks,
     * an operator, the system.
     */
    private static final Set<String> CAUSED_BY_CIRCUMSTANCES = Set.of("08", "40", "53", "55", "57", "58");

    private static final List<Class<? extends Throwable>> PASSING = List.of(
            IOException.class,
            TimeoutException.class,
            VertxException.class,
            NoStackTraceThrowable.class,
            NoStackTraceTimeoutException.class,
            KafkaException.class);

    private Faults() {}

    public static boolean willPass(Throwable failure) {
        return causes(failure).anyMatch(Faults::passes) && causes(failure).noneMatch(Faults::causedByData);
    }

    /** Class and SQLSTATE: never the message, which may quote a value. */
    static String nameOf(Throwable failure) {
        return causes(failure)
                .flatMap(cause -> Stream.ofNullable(sqlState(cause)))
                .findFirst()
                .map(state -> "SQLSTATE " + state)
                .orElseGet(() -> failure.getClass().getName());
    }

    private static boolean passes(Throwable cause) {
        return CAUSED_BY_CIRCUMSTANCES.contains(classOf(sqlState(cause)))
                || PASSING.stream().anyMatch(type -> type.isInstance(cause)) && !(cause instanceof PgException);
    }

    private static boolean causedByData(Throwable cause) {
        return CAUSED_BY_DATA.contains(classOf(sqlState(cause)));
    }

    private static String classOf(@Nullable String sqlState) {
        return sqlState == null || sqlState.length() < 2 ? "" : sqlState.substring(0, 2);
    }

    /** Hibernate turns the client's exceptions into those of JDBC. */
    private static @Nullable String sqlState(Throwable cause) {
        if (cause instanceof PgException pg) {
            return pg.getSqlState();
        }
        return cause instanceof SQLException sql ? sql.getSQLState() : null;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}

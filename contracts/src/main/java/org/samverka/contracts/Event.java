package org.samverka.contracts;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Something that happened, as the services tell each other: one record per type, additive change only. */
public sealed interface Event
        permits HrEvent,
                ParticipantEvent,
                ContactEvent,
                AbsenceEvent,
                SessionEvent,
                EvaluationEvent,
                ScreeningEvent,
                ReportingEvent {
    /** The topic the event travels on. */
    Topic topic();

    /** The Kafka key: events of one key keep their order. */
    String key();

    /** The logical name of the event's type. */
    default String type() {
        return typeOf(getClass());
    }

    static String typeOf(Class<? extends Event> event) {
        return event.getAnnotation(EventType.class).value();
    }

    /** Every record of a family of events. */
    static <E extends Event> List<Class<? extends E>> recordsOf(Class<E> family) {
        return leavesOf(family)
                .<Class<? extends E>>map(type -> type.asSubclass(family))
                .toList();
    }

    private static Stream<Class<?>> leavesOf(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Event::leavesOf)
                : Stream.of(type);
    }
}

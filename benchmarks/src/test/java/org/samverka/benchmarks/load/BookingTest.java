package org.samverka.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BookingTest {
    private final UUID first = UUID.randomUUID();
    private final UUID second = UUID.randomUUID();
    private final AtomicInteger next = new AtomicInteger();
    private final Booking booking = booking(first, second);

    @Test
    void everybodyBooksOnceInTheSessionsByTurns() {
        List<String> requests = Stream.generate(() -> new String(booking.nextRequest(), UTF_8))
                .limit(3)
                .toList();

        assertThat(requests).allMatch(request -> request.startsWith("POST /api/v1/bookings HTTP/1.1"));
        assertThat(requests.get(0)).contains("\"sessionId\":\"" + first, "\"personId\":\"" + Enrolling.person(0));
        assertThat(requests.get(1)).contains("\"sessionId\":\"" + second, "\"personId\":\"" + Enrolling.person(1));
        assertThat(requests.get(2)).contains("\"sessionId\":\"" + first, "\"personId\":\"" + Enrolling.person(2));
    }

    @Test
    void whoBookedInOneSessionIsNotAskedForAgainInAnother() {
        booking.nextRequest();

        assertThat(new String(booking(second).nextRequest(), UTF_8))
                .contains(Enrolling.person(1).toString());
    }

    @Test
    void thereAreNoMorePeopleThanWerePrepared() {
        booking.used(4);

        assertThatThrownBy(booking::nextRequest).isInstanceOf(IllegalStateException.class);
    }

    private Booking booking(UUID... sessions) {
        return new Booking(
                new HttpRequests(URI.create("http://127.0.0.1:8082/api/v1"), "token"), List.of(sessions), next, 4);
    }
}

package org.samverka.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnrollingTest {
    private final Enrolling enrolling = enrolling(3);

    @Test
    void aRequestIsWrittenAsItGoesOverTheWire() {
        String request = new String(enrolling.nextRequest(), UTF_8);

        String[] headAndBody = request.split("\r\n\r\n", 2);
        assertThat(headAndBody[0].lines())
                .startsWith("POST /api/v1/programs/p/enrollments HTTP/1.1", "Host: 127.0.0.1:8081")
                .contains("Authorization: Bearer token", "Content-Length: " + headAndBody[1].length());
        assertThat(headAndBody[1])
                .isEqualTo(
                        "{\"personId\":\"00000000-0000-4000-8000-000000000000\",\"targetGroup\":\"g\",\"date\":\"2018-03-01\"}");
    }

    @Test
    void everyRequestHasAnotherPersonAndAnotherIdempotencyKey() {
        List<String> requests = Stream.generate(() -> new String(enrolling.nextRequest(), UTF_8))
                .limit(3)
                .toList();

        assertThat(requests.stream().map(request -> found("personId\":\"([^\"]+)", request)))
                .doesNotHaveDuplicates();
        assertThat(requests.stream().map(request -> found("Idempotency-Key: (\\S+)", request)))
                .doesNotHaveDuplicates();
    }

    @Test
    void thereAreNoMorePeopleThanWerePrepared() {
        enrolling.used(3);

        assertThatThrownBy(enrolling::nextRequest).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void peoplesIdsLieApartAndNoTwoAreTheSame() {
        assertThat(Enrolling.person(1)).hasToString("9e3779b1-0000-4000-8000-000000000001");
        assertThat(Enrolling.person(599_999)).hasToString("c626c20f-0000-4000-8000-0000000927bf");
        assertThat(IntStream.range(0, 10_000).mapToObj(Enrolling::person)).doesNotHaveDuplicates();
    }

    /** The database and wrk make the same ids in their own languages. */
    @Test
    void everyLanguageSpreadsIdsByTheSameNumber() throws Exception {
        assertThat(Enrolling.personInSql("n")).contains("2654435761");
        assertThat(Program.resource("enroll.lua")).contains("2654435761");
        assertThat(Program.resource("enrollment.sql")).contains("2654435761");
        assertThat(Program.resource("book.lua")).contains("2654435761");
        assertThat(Program.resource("booking.sql")).contains("2654435761");
    }

    private static Enrolling enrolling(int people) {
        return new Enrolling(new HttpRequests(URI.create("http://127.0.0.1:8081/api/v1"), "token"), "p", "g", people);
    }

    private static String found(String pattern, String in) {
        return Pattern.compile(pattern)
                .matcher(in)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}

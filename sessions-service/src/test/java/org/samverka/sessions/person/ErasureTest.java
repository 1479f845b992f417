package org.samverka.sessions.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.samverka.sessions.ToldProgram.participant;
import static org.samverka.sessions.invitation.Invitees.change;
import static org.samverka.sessions.invitation.Invitees.one;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.EventLog;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class ErasureTest {
    private static final EventLog CONTACTS = EventLog.of("samverka.contacts.v1");

    @Test
    void ofWhoIsErasedNothingStaysButEvidence() {
        ToldProgram program = ToldProgram.learned();
        UUID anna = program.enrolled("inspirers");
        UUID session = program.session(20);
        program.named(anna, "Anna", "Öberg", false);
        program.booked(session, anna);
        change(
                "insert into attendee_need (session_id, person_id, needs, erase_after) values (?, ?, '{diet}', '2999-12-31')",
                session,
                anna);
        change(
                "insert into blocked_time (owner_kind, owner, during) values ('person', ?, '[2096-01-01,2096-01-02)')",
                anna);
        String calendar = participant(anna)
                .put("/api/v1/me/calendar")
                .then()
                .statusCode(200)
                .extract()
                .path("path");

        CONTACTS.erase(anna.toString());

        await().atMost(Duration.ofSeconds(30))
                .until(() -> one("select count(*) from contact where person_id = ?", anna)
                        .equals("0"));
        assertThat(one("select count(*) from attendee_need where person_id = ?", anna))
                .isEqualTo("0");
        assertThat(one("select count(*) from blocked_time where owner = ?", anna))
                .isEqualTo("0");
        RestAssured.get(calendar).then().statusCode(404);
        assertThat(one("select count(*) from booking where person_id = ?", anna))
                .isEqualTo("1");
    }
}

package org.samverka.participants.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.participants.person.People;
import org.samverka.participants.person.PersonRef;
import org.samverka.testing.RealStack;

/** As the HR feed does it: facts about employments, then people are brought up to date. */
@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class FollowMovementsTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Europe/Stockholm"));
    private static final LocalDate HIRED = TODAY.minusDays(30);

    @Inject
    Pool database;

    @Inject
    People people;

    @SuppressWarnings("NullAway.Init")
    private OwnProgram the;

    private int stamps;

    @BeforeEach
    void aProgram() {
        the = new OwnProgram(database);
    }

    @Test
    void whoJoinsAUnitIsOfferedASeatAsLongAsThereIsOne() throws Throwable {
        the.defined("{key: g, name: G, seats: 1, hr: {joins: offer, units: [north]}}");

        joins("anna", "north");
        joins("bo", "north");
        joins("cecilia", "south");

        assertThat(places()).containsExactly("anna g offered " + HIRED);
        joins("anna", "north");
        assertThat(places()).hasSize(1);
    }

    @Test
    void whoMovesIsTransferredToTheGroupOfTheNewUnitOrEndsOnTheDay() throws Throwable {
        the.defined(
                "{key: north, name: North, seats: 1, hr: {moves: transfer, units: [north]}}",
                "{key: south, name: South, hr: {moves: end, units: [south]}}");
        joins("anna", "north");
        joins("bo", "north");
        the.enrolled(id("anna"), "north");
        the.enrolled(id("bo"), "north");
        assertThat(places()).containsExactly("anna north confirmed 2018-03-01", "bo north waitlisted 2018-03-01");

        moves("anna", "south", TODAY.minusDays(2));
        assertThat(places())
                .containsExactly(
                        "anna north discontinued 2018-03-01",
                        "anna south confirmed " + TODAY.minusDays(2),
                        "bo north confirmed 2018-03-01");
        assertThat(ends("anna")).containsExactly("discontinued %s transferred".formatted(TODAY.minusDays(2)));

        moves("anna", "east", TODAY.minusDays(1));
        assertThat(ends("anna")).contains("discontinued %s moved-to-another-unit".formatted(TODAY.minusDays(1)));
    }

    @Test
    void whoLeavesEndsWithTheDayAfterTheirLast() throws Throwable {
        the.defined("{key: g, name: G, hr: {leaves: end}}", "{key: stays, name: Stays, hr: {leaves: keep}}");
        joins("anna", "north");
        the.enrolled(id("anna"), "g");
        the.enrolled(id("anna"), "stays");

        the.execute(
                "insert into employment_end (employment_ref, last_day, source, stamp) values ($1, $2, 'test', '1')",
                Tuple.of(the.organization + "anna", TODAY.minusDays(3)));
        upToDate("anna");

        assertThat(places()).containsExactly("anna g discontinued 2018-03-01", "anna stays confirmed 2018-03-01");
        assertThat(ends("anna")).containsExactly("discontinued %s left-the-organization".formatted(TODAY.minusDays(2)));
    }

    private void joins(String ref, String unit) throws Throwable {
        the.execute("""
                insert into employment (ref, organization, person_ref, first_day, stamp) values ($1, $2, $3, $4, '')
                on conflict do nothing
                """, Tuple.of(the.organization + ref, the.organization, ref, HIRED));
        the.execute("""
                insert into employment_slice (employment_ref, effective_from, unit, extent, weekly_hours, pay_form, leader, stamp)
                values ($1, $2, $3, 1, 40, 'monthly', false, '') on conflict do nothing
                """, Tuple.of(the.organization + ref, HIRED, unit));
        upToDate(ref);
    }

    private void moves(String ref, String unit, LocalDate day) throws Throwable {
        the.execute("""
                insert into employment_move (employment_ref, effective_from, to_unit, source, stamp)
                values ($1, $2, $3, 'test', '1')
                """, Tuple.of(the.organization + ref, day, unit));
        upToDate(ref);
    }

    private void upToDate(String ref) throws Throwable {
        var stated = new People.Stated(
                new PersonRef(the.organization, ref),
                Gender.woman,
                1980,
                null,
                null,
                null,
                null,
                Language.sv,
                Integer.toString(100 + stamps++));
        VertxContextSupport.subscribeAndAwait(
                () -> Panache.withTransaction(() -> people.update(List.of(stated), Map.of(), List.of(), TODAY)));
    }

    private UUID id(String ref) {
        return the.execute(
                        "select id from person where organization = $1 and person_ref = $2",
                        Tuple.of(the.organization, ref))
                .iterator()
                .next()
                .getUUID(0);
    }

    private List<String> places() {
        return texts("""
                select p.person_ref || ' ' || e.target_group || ' ' || e.state || ' ' || e.date from enrollment e
                join person p on p.id = e.person_id where e.program = $1 order by 1
                """, Tuple.of(the.program));
    }

    private List<String> ends(String ref) {
        return texts("""
                select h.state || ' ' || h.date || ' ' || h.reason from enrollment_history h
                join enrollment e on e.id = h.enrollment_id where e.program = $1 and e.person_id = $2 order by h.date
                """, Tuple.of(the.program, id(ref)));
    }

    private List<String> texts(String sql, Tuple parameters) {
        var texts = new ArrayList<String>();
        for (Row row : the.execute(sql, parameters)) {
            texts.add(row.getString(0));
        }
        return texts;
    }
}

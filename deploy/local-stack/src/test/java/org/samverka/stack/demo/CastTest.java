package org.samverka.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.stack.demo.Cast.Place;
import org.samverka.stack.demo.hr.Employee;
import org.samverka.stack.demo.hr.HrFeed;

class CastTest {
    private static final List<Employee> WORKFORCE = HrFeed.olofstrom().employees();
    private static final Cast CAST = Cast.of(WORKFORCE);

    @Test
    void theGroupsAreAsLargeAsTheProgramSays() {
        assertThat(CAST.in(Cast.INSPIRERS)).hasSize(65);
        assertThat(CAST.in(Cast.INSPIRERS, Gender.woman)).isEqualTo(62);
        assertThat(CAST.in(Cast.INSPIRERS, Gender.man)).isEqualTo(3);
        assertThat(CAST.in(Cast.COACHES)).hasSize(25);
        assertThat(CAST.in(Cast.HEALTH_STEP)).hasSize(7);
    }

    @Test
    void everybodyIsInTheProgramAndSomeAreInSeveralGroups() {
        assertThat(CAST.people()).containsExactlyInAnyOrderElementsOf(WORKFORCE);
        assertThat(CAST.places()).hasSize(1097 + 4 + 12).doesNotHaveDuplicates();
        Set<Employee> both = new HashSet<>(CAST.in(Cast.INSPIRERS));
        both.retainAll(CAST.in(Cast.COACHES));
        assertThat(both).hasSize(4);
    }

    @Test
    void whoHasATaskInTheProgramStays() {
        assertThat(CAST.places())
                .filteredOn(place -> !place.targetGroup().equals(Cast.EMPLOYEES))
                .extracting(Place::person)
                .allMatch(Employee::stays);
    }

    @Test
    void itIsTheSameEachTime() {
        assertThat(Cast.of(HrFeed.olofstrom().employees()).places()).isEqualTo(CAST.places());
    }
}

package org.samverka.reporting.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.samverka.reporting.statistics.UnitTree.Unit;

class UnitTreeTest {
    private final UnitTree units = new UnitTree(Map.of(
            new Unit("olofstrom", "home care/1"), "care",
            new Unit("olofstrom", "care"), "social",
            new Unit("ljungby", "a"), "b",
            new Unit("ljungby", "b"), "a"));

    @Test
    void fromTheOrganizationDownToWhereSomebodyIs() {
        assertThat(units.paths("olofstrom/home care%2F1"))
                .containsExactly(
                        "olofstrom",
                        "olofstrom/social",
                        "olofstrom/social/care",
                        "olofstrom/social/care/home care%2F1");
    }

    @Test
    void whoIsInAUnitWithUnitsBelowIsARestBesideThem() {
        assertThat(units.paths("olofstrom/care"))
                .containsExactly("olofstrom", "olofstrom/social", "olofstrom/social/care", "olofstrom/social/care/");
        assertThat(UnitTree.isRemainder("olofstrom/social/care/")).isTrue();
    }

    @Test
    void whoIsInNoUnitIsBesideTheUnits() {
        assertThat(units.paths("olofstrom/")).containsExactly("olofstrom", "olofstrom/");
        assertThat(UnitTree.unit("olofstrom/")).isNull();
        assertThat(UnitTree.isRemainder("olofstrom/")).isFalse();
        assertThat(units.paths("olofstrom")).containsExactly("olofstrom");
    }

    @Test
    void aUnitIsNamedAsItsOrganizationNamesIt() {
        assertThat(UnitTree.unit("olofstrom/social/care/home care%2F1")).isEqualTo("home care/1");
        assertThat(UnitTree.organization("olofstrom/social/care")).isEqualTo("olofstrom");
    }

    @Test
    void unitsThatLieWithinEachOtherEndThere() {
        assertThat(units.paths("ljungby/a")).containsExactly("ljungby", "ljungby/b", "ljungby/b/a", "ljungby/b/a/");
    }
}

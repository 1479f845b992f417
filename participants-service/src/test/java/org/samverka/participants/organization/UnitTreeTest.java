package org.samverka.participants.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.samverka.participants.organization.UnitTree.Row;
import org.samverka.participants.organization.UnitTree.Unit;

class UnitTreeTest {
    @Example
    void unitsStandUnderTheirParentsInOrderOfTheirNames() {
        UnitTree tree = UnitTree.of(
                List.of(unit("home", null), unit("south", "home"), unit("north", "home"), unit("ward", "north")));

        assertThat(tree.roots())
                .containsExactly(new Unit(
                        "home",
                        "home",
                        List.of(
                                new Unit("north", "north", List.of(new Unit("ward", "ward", List.of()))),
                                new Unit("south", "south", List.of()))));
    }

    @Example
    void aUnitWhoseParentHasNotArrivedStandsAtTheTop() {
        assertThat(UnitTree.of(List.of(unit("ward", "gone"))).roots())
                .extracting(Unit::ref)
                .containsExactly("ward");
    }

    @Property
    void everyUnitIsThereOnceWhateverTheParents(@ForAll @Size(max = 30) List<@IntRange(max = 30) Integer> parents) {
        List<Row> rows = IntStream.range(0, parents.size())
                .mapToObj(i -> unit("u" + i, "u" + parents.get(i)))
                .toList();

        assertThat(refs(UnitTree.of(rows).roots()))
                .containsExactlyInAnyOrderElementsOf(rows.stream().map(Row::ref).toList());
    }

    @Example
    void aChainOfAThousandIsCutIntoTreesThatCanBeWritten() {
        List<Row> rows = new ArrayList<>(List.of(unit("u0", "u1")));
        IntStream.range(1, 1000).forEach(i -> rows.add(unit("u" + i, "u" + (i - 1))));

        List<Unit> roots = UnitTree.of(rows).roots();

        assertThat(refs(roots)).hasSize(1000).doesNotHaveDuplicates();
        assertThat(roots).allSatisfy(root -> assertThat(depth(root)).isLessThanOrEqualTo(51));
    }

    private static int depth(Unit unit) {
        return 1 + unit.units().stream().mapToInt(UnitTreeTest::depth).max().orElse(0);
    }

    private static List<String> refs(List<Unit> units) {
        var refs = new ArrayList<String>();
        units.forEach(unit -> {
            refs.add(unit.ref());
            refs.addAll(refs(unit.units()));
        });
        return refs;
    }

    private static Row unit(String ref, @Nullable String parent) {
        return new Row(ref, ref, parent);
    }
}

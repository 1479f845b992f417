package org.samverka.participants.hr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.samverka.participants.hr.Snapshot.Difference;
import org.samverka.participants.hr.Snapshot.Said;

class SnapshotTest {

    @Test
    void theHashIsSha256OfTheSortedLines() {
        assertThat(Snapshot.hash(List.of()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Snapshot.hash(List.of("b", "a")))
                .as("printf 'a\\nb\\n' | sha256sum")
                .isEqualTo("911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2");
    }

    @Test
    void bothSidesAlikeMatch() {
        Difference same = Snapshot.compare(Map.of("1", "1\tx"), new Said(1, Snapshot.hash(List.of("1\tx")), null));

        assertThat(same.matches()).isTrue();
    }

    @Test
    void withoutLinesADifferenceIsCountedAndWithLinesItIsNamed() {
        Map<String, String> here = Map.of("1", "1\tx", "2", "2\tx", "3", "3\tx");
        Map<String, String> there =
                Map.of("2", Snapshot.lineHash("2\ty"), "3", Snapshot.lineHash("3\tx"), "4", Snapshot.lineHash("4\tx"));

        assertThat(Snapshot.compare(here, new Said(3, "0", null)).missingHere()).isEmpty();
        Difference difference = Snapshot.compare(here, new Said(3, "0", there));
        assertThat(difference.matches()).isFalse();
        assertThat(difference.missingHere()).containsExactly("4");
        assertThat(difference.unknownThere()).containsExactly("1");
        assertThat(difference.different()).containsExactly("2");
    }
}

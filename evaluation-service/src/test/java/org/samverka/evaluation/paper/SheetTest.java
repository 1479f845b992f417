package org.samverka.evaluation.paper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.paper.Paper.Read;

class SheetTest {
    private static final Set<String> ITEMS = Set.of("relevance", "usefulness");

    private static List<Read> read(String sheet) {
        return read(sheet.getBytes(UTF_8));
    }

    private static List<Read> read(byte[] sheet) {
        var parts = new ArrayList<Read>();
        Sheet.read(
                new ByteArrayInputStream(sheet), ITEMS, (n, part) -> parts.add(Read.of(Sheet.unpack(part.content()))));
        return parts;
    }

    @Test
    void aRowIsReadAsItStands() {
        UUID code = UUID.randomUUID();
        Read read = read("assignment,relevance,usefulness\r\n" + code + ",5,\r\n,4,3\r\n")
                .get(0);

        assertThat(read.faults()).isEmpty();
        assertThat(read.papers().get(0).assignment()).isEqualTo(code);
        assertThat(read.papers().get(0).answers()).containsOnly(java.util.Map.entry("relevance", 5));
        assertThat(read.papers().get(1).assignment()).isNull();
        assertThat(read.papers().get(1).line()).isEqualTo(3);
    }

    @Test
    void aFormWithoutACodeSaysWhatStatisticsMayKnow() {
        Read read = read("gender,organization,targetGroup,relevance\nwoman,olofstrom,managers,5\n")
                .get(0);

        assertThat(read.papers().get(0))
                .extracting(Paper::gender, Paper::organization, Paper::targetGroup)
                .containsExactly(Gender.woman, "olofstrom", "managers");
    }

    @Test
    void aLongSheetIsReadInParts() {
        String rows = IntStream.range(0, 12_001).mapToObj(i -> "5,4").collect(Collectors.joining("\n"));

        assertThat(read("relevance,usefulness\n" + rows))
                .extracting(read -> read.papers().size())
                .containsExactly(5000, 5000, 2001);
    }

    @Test
    void whatIsWrongWithARowIsSaidWithoutItsValue() {
        Read read = read("assignment,gender,relevance\nsecret,female,5\n,woman\n,,\n,,4\n")
                .get(0);

        assertThat(read.faults())
                .extracting(fault -> fault.line() + " " + fault.field() + " " + fault.code())
                .containsExactly(
                        "2 assignment unreadable-value",
                        "2 gender unreadable-value",
                        "3 null wrong-number-of-columns",
                        "4 null empty-row");
        assertThat(read.rejected()).isEqualTo(3);
        assertThat(read.papers()).hasSize(1);
    }

    @Test
    void aColumnThatIsNeitherOursNorAnItemRefusesTheSheet() {
        assertThatThrownBy(() -> read("relevance,name\n5,Anna\n"))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                                .containsExactly(org.assertj.core.groups.Tuple.tuple("/header/1", "unknown-column")));
    }

    @Test
    void anotherEncodingIsNotGuessed() {
        assertThatThrownBy(() -> read("relevance\n\u00e5\n".getBytes(ISO_8859_1)))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() {
        assertThat(read("\uFEFFrelevance\n5\n").get(0).papers()).hasSize(1);
    }
}

package org.samverka.stack.demo.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatementTest {
    private static final Map<String, String> TWO = new LinkedHashMap<>();

    static {
        TWO.put("insight", "Min insikt har ökat");
        TWO.put("knowledge", "Mina kunskaper har ökat");
    }

    @Test
    void asManyAgreeToAllItemsAsTheStatementSays() {
        Statement statement = new Statement("goal", "survey", TWO, 46, 40, 0.8);
        assertThat(IntStream.range(0, 46).mapToObj(statement::answersOf))
                .filteredOn(answers -> answers.values().stream().allMatch("yes"::equals))
                .hasSize(40);
        assertThat(IntStream.range(0, 46).mapToObj(statement::form))
                .filteredOn("yes,partly"::equals)
                .hasSize(6);
    }

    @Test
    void aGoalIsMetFromItsThresholdOn() {
        assertThat(new Statement("goal", "survey", TWO, 20, 16, 0.8).state()).isEqualTo("met");
        assertThat(new Statement("goal", "survey", TWO, 20, 15, 0.8).state()).isEqualTo("not_met");
        assertThat(new Statement("goal", "survey", TWO, 30, 30, 1).state()).isEqualTo("met");
        assertThat(new Statement("goal", "survey", TWO, 30, 29, 1).state()).isEqualTo("not_met");
    }

    @Test
    void theSpreadsheetHasAQuestionForEachItemWithFourWeightedOptions() {
        assertThat(new Statement("goal", "survey", TWO, 1, 1, 1).spreadsheet().lines())
                .filteredOn(line -> !line.startsWith("t"))
                .containsExactly(
                        "select_one;insight;Min insikt har ökat;yes;",
                        "option;yes;Ja;;3",
                        "option;partly;Delvis;;2",
                        "option;no;Nej;;1",
                        "option;dont-know;Vet inte;;0",
                        "select_one;knowledge;Mina kunskaper har ökat;yes;",
                        "option;yes;Ja;;3",
                        "option;partly;Delvis;;2",
                        "option;no;Nej;;1",
                        "option;dont-know;Vet inte;;0");
    }
}

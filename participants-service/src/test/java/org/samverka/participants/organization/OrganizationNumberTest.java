package org.samverka.participants.organization;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationNumberTest {
    @ParameterizedTest
    @ValueSource(strings = {"212000-0829", "2120000829", "202100-5489", "13585628", "88146328"})
    void numbersOfRealBodiesHaveTheRightCheckDigit(String number) {
        assertThat(OrganizationNumber.hasRightCheckDigit(number)).isTrue();
    }

    @Property
    void oneWrongDigitIsFound(@ForAll @IntRange(max = 9) int place, @ForAll @IntRange(min = 1, max = 9) int by) {
        assertThat(OrganizationNumber.hasRightCheckDigit(changed("2120000829", place, by)))
                .isFalse();
        assertThat(OrganizationNumber.hasRightCheckDigit(changed("13585628", place % 8, by)))
                .isFalse();
    }

    private static String changed(String number, int place, int by) {
        var digits = new StringBuilder(number);
        digits.setCharAt(place, (char) ('0' + (number.charAt(place) - '0' + by) % 10));
        return digits.toString();
    }
}

package org.samverka.participants.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.Gender;
import org.samverka.participants.identity.IdentityNumber.Country;
import org.samverka.participants.identity.IdentityNumber.Kind;
import org.samverka.participants.identity.IdentityNumber.NotAnIdentityNumber;

class IdentityNumberTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @ParameterizedTest
    @CsvSource({
        "198211059954, PERSONNUMMER, 198211059954, 1982, man",
        "199012119948, PERSONNUMMER, 199012119948, 1990, woman",
        "200012099891, PERSONNUMMER, 200012099891, 2000, man",
        "19090527+1474, PERSONNUMMER, 190905271474, 1909, man",
        "090527+1474, PERSONNUMMER, 190905271474, 1909, man",
        "821105-9954, PERSONNUMMER, 198211059954, 1982, man",
        "8211059954, PERSONNUMMER, 198211059954, 1982, man",
        "19821105-9954, PERSONNUMMER, 198211059954, 1982, man",
        "195705749959, COORDINATION_NUMBER, 195705749959, 1957, man",
        "197306749982, COORDINATION_NUMBER, 197306749982, 1973, woman",
    })
    void theKnownSwedishNumbersAreRead(String text, Kind kind, String digits, int birthYear, Gender gender) {
        IdentityNumber number = swedish(text);
        assertThat(number.kind()).isEqualTo(kind);
        assertThat(number.digits()).isEqualTo(digits);
        assertThat(number.birthYear()).isEqualTo(birthYear);
        assertThat(number.gender()).isEqualTo(gender);
        assertThat(number.written()).isEqualTo(digits.substring(0, 8) + "-" + digits.substring(8));
        assertThat(IdentityNumber.stored(Country.SE, digits)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"198707049996", "193901829913", "198211059953"})
    void aWrongCheckDigitIsRefused(String text) {
        refused(text, "identity-number-check-digit");
    }

    @Test
    void nobodyHasTheSerialZero() {
        refused("201509160006", "identity-number-serial");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"198213059954", "198200059954", "198211319954", "198211009954", "198211929954", "202702019954"})
    void aDayOnWhichNobodyWasBornIsRefused(String text) {
        refused(text, "identity-number-date");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "19821105", "1982-11-05-9954", "19821105 9954", "1982110599540", "１９８２１１０５９９５４", "=19821105"
            })
    void whatHasAnotherFormIsRefusedWithoutRepeatingIt(String text) {
        refused(text, "identity-number-form");
        assertThatThrownBy(() -> swedish(text)).hasMessageNotContaining("9954");
    }

    @Test
    void interimNumbersAreTakenOnlyWhereTheyAreWanted() {
        String text = "19820411-T27" + IdentityNumber.checkDigit("820411127");
        refused(text, "identity-number-interim");
        IdentityNumber number = IdentityNumber.read(text, Country.SE, TODAY, true);
        assertThat(number.kind()).isEqualTo(Kind.INTERIM_NUMBER);
        assertThat(IdentityNumber.stored(Country.SE, number.digits())).isEqualTo(number);
    }

    /** The published rule, computed another way: all ten digits with weights 2, 1, ... sum to a multiple of ten. */
    @Property(tries = 5000)
    void aSwedishNumberIsReadExactlyWhenTheWeightedSumIsAMultipleOfTen(
            @ForAll("birthdays") LocalDate birthday, @ForAll("serials") int serial) {
        String nine = "%02d%02d%02d%03d"
                .formatted(birthday.getYear() % 100, birthday.getMonthValue(), birthday.getDayOfMonth(), serial / 10);
        String ten = nine + serial % 10;
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            String product = Integer.toString((ten.charAt(i) - '0') * (2 - i % 2));
            sum += product.chars().map(c -> c - '0').sum();
        }
        String text = "%02d%s".formatted(birthday.getYear() / 100, ten);
        if (serial < 10) {
            refused(text, "identity-number-serial");
        } else if (sum % 10 == 0) {
            IdentityNumber number = swedish(text);
            assertThat(number.digits()).isEqualTo(text);
            assertThat(number.birthYear()).isEqualTo(birthday.getYear());
            assertThat(number.gender()).isEqualTo(serial / 10 % 2 == 1 ? Gender.man : Gender.woman);
            assertThat(number.toString()).doesNotContain(ten);
        } else {
            refused(text, "identity-number-check-digit");
        }
    }

    /** Without its century a number means the person who is alive and under a hundred; with a plus the older one. */
    @Property(tries = 2000)
    void theCenturyFollowsFromTheSeparator(@ForAll("birthdays") LocalDate birthday, @ForAll("serials") int serial) {
        String nine = "%02d%02d%02d%03d"
                .formatted(birthday.getYear() % 100, birthday.getMonthValue(), birthday.getDayOfMonth(), serial / 10);
        int turns = TODAY.getYear() - birthday.getYear();
        String text =
                nine.substring(0, 6) + (turns >= 100 ? "+" : "-") + nine.substring(6) + IdentityNumber.checkDigit(nine);
        if (serial >= 10) {
            assertThat(swedish(text).birthYear()).isEqualTo(birthday.getYear());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "010170-0001, 1970",
        "010170-3999, 1970",
        "010136-4000, 2036",
        "010137-4000, 1937",
        "010199-9000, 1999",
        "010120-9001, 2020",
        "010157-5000, 2057",
        "010158-5000, 1858",
        "010120-8000, 2020",
        "010199-6001, 1899",
        "0101997001, 1899",
    })
    void theSeventhDigitOfACprNumberSaysTheCentury(String text, int year) {
        LocalDate later = LocalDate.of(2060, 1, 2);
        IdentityNumber number = IdentityNumber.read(text, Country.DK, later, false);
        assertThat(number.birthYear()).isEqualTo(year);
        assertThat(number.kind()).isEqualTo(Kind.CPR);
        assertThat(number.gender()).isEqualTo(text.endsWith("1") || text.endsWith("9") ? Gender.man : Gender.woman);
        assertThat(IdentityNumber.stored(Country.DK, number.digits())).isEqualTo(number);
    }

    /** About one in eleven fulfils the modulus: most of these would be rejected by a check that no longer holds. */
    @Property(tries = 3000)
    void noCprNumberIsRejectedForItsCheckDigit(@ForAll("birthdays") LocalDate birthday, @ForAll("serials") int serial) {
        String text = "%02d%02d%02d-%04d"
                .formatted(birthday.getDayOfMonth(), birthday.getMonthValue(), birthday.getYear() % 100, serial % 4000);
        LocalDate inThe1900s =
                LocalDate.of(1900 + birthday.getYear() % 100, 1, 1).withMonth(birthday.getMonthValue());
        if (birthday.getDayOfMonth() <= inThe1900s.lengthOfMonth()) {
            assertThat(IdentityNumber.read(text, Country.DK, TODAY, false).birthYear())
                    .isEqualTo(inThe1900s.getYear());
        }
    }

    @Test
    void aCprNumberNeedsADay() {
        assertThatThrownBy(() -> IdentityNumber.read("320170-0001", Country.DK, TODAY, false))
                .isInstanceOf(NotAnIdentityNumber.class);
        assertThatThrownBy(() -> IdentityNumber.read("19821105-9954", Country.DK, TODAY, false))
                .isInstanceOf(NotAnIdentityNumber.class);
    }

    @Provide
    Arbitrary<LocalDate> birthdays() {
        return Arbitraries.longs()
                .between(LocalDate.of(1860, 1, 1).toEpochDay(), TODAY.toEpochDay())
                .map(LocalDate::ofEpochDay);
    }

    @Provide
    Arbitrary<Integer> serials() {
        return Arbitraries.integers().between(0, 9999);
    }

    private static IdentityNumber swedish(String text) {
        return IdentityNumber.read(text, Country.SE, TODAY, false);
    }

    private static void refused(String text, String code) {
        assertThatThrownBy(() -> swedish(text))
                .isInstanceOfSatisfying(
                        NotAnIdentityNumber.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

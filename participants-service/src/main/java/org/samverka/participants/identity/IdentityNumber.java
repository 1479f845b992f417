package org.samverka.participants.identity;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.samverka.contracts.Gender;

/**
 * A number by which a state knows a person, checked as far as that state checks it. Never shows itself in text.
 *
 * @param digits Swedish ones 12 digits (an interim number has a letter as its ninth), Danish ones 10
 */
public record IdentityNumber(Kind kind, String digits) {
    private static final Pattern SWEDISH =
            Pattern.compile("(\\d{2})?(\\d{2})(\\d{2})(\\d{2})([-+]?)([0-9TRSUWXJKLMN])(\\d{2})(\\d)");
    private static final Pattern DANISH = Pattern.compile("(\\d{2})(\\d{2})(\\d{2})-?(\\d{4})");
    private static final int COORDINATION = 60;

    public enum Kind {
        PERSONNUMMER(Country.SE),
        /** Samordningsnummer: the day plus 60. */
        COORDINATION_NUMBER(Country.SE),
        /** Given by an authority or a school for the time being: T-number. */
        INTERIM_NUMBER(Country.SE),
        CPR(Country.DK);

        private final Country country;

        Kind(Country country) {
            this.country = country;
        }

        public Country country() {
            return country;
        }
    }

    public enum Country {
        SE,
        DK
    }

    /** What a text is that is no identity number; says which rule, never the text. */
    public static final class NotAnIdentityNumber extends RuntimeException {
        private final String code;

        NotAnIdentityNumber(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /**
     * @param today against which a year without its century is read, and after which nobody is born
     * @param interim whether interim numbers are taken
     */
    public static IdentityNumber read(String text, Country country, LocalDate today, boolean interim) {
        return country == Country.SE ? swedish(text.strip(), today, interim) : danish(text.strip(), today);
    }

    private static IdentityNumber swedish(String text, LocalDate today, boolean interim) {
        Matcher m = SWEDISH.matcher(text);
        if (!m.matches()) {
            throw new NotAnIdentityNumber("identity-number-form", "Write it as YYYYMMDD-NNNC");
        }
        boolean isInterim = !Character.isDigit(m.group(6).charAt(0));
        if (isInterim && !interim) {
            throw new NotAnIdentityNumber("identity-number-interim", "Interim numbers are not taken here");
        }
        if ((m.group(6) + m.group(7)).equals("000")) {
            throw new NotAnIdentityNumber("identity-number-serial", "No number has the serial 000; look for a typo");
        }
        int day = Integer.parseInt(m.group(4));
        boolean coordination = day > COORDINATION;
        int month = Integer.parseInt(m.group(3));
        int dayOfMonth = coordination ? day - COORDINATION : day;
        int year = m.group(1) == null
                ? yearOf(
                        Integer.parseInt(m.group(2)),
                        month,
                        dayOfMonth,
                        m.group(5).equals("+"),
                        today)
                : Integer.parseInt(m.group(1) + m.group(2));
        requireBirthday(year, month, dayOfMonth, today);
        String nine = m.group(2) + m.group(3) + m.group(4) + (isInterim ? "1" : m.group(6)) + m.group(7);
        if (checkDigit(nine) != m.group(8).charAt(0) - '0') {
            throw new NotAnIdentityNumber(
                    "identity-number-check-digit", "The check digit does not fit; look for a typo");
        }
        Kind kind = isInterim ? Kind.INTERIM_NUMBER : coordination ? Kind.COORDINATION_NUMBER : Kind.PERSONNUMMER;
        return new IdentityNumber(
                kind, "%04d".formatted(year) + m.group(3) + m.group(4) + m.group(6) + m.group(7) + m.group(8));
    }

    /** The latest that fits; a plus says that the person turns at least 100 this year. */
    private static int yearOf(int ofCentury, int month, int day, boolean hundred, LocalDate today) {
        int year = today.getYear() - Math.floorMod(today.getYear() - ofCentury, 100);
        if (hundred) {
            return year - 100;
        }
        boolean toCome = year == today.getYear()
                && (month > today.getMonthValue() || month == today.getMonthValue() && day > today.getDayOfMonth());
        return toCome ? year - 100 : year;
    }

    /** Luhn over nine digits: weights 2, 1, 2, ... */
    static int checkDigit(String nine) {
        int sum = 0;
        for (int i = 0; i < nine.length(); i++) {
            int product = (nine.charAt(i) - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product / 10 + product % 10;
        }
        return (10 - sum % 10) % 10;
    }

    /** The modulus check is no longer guaranteed for numbers given since October 2007, so it rejects nothing. */
    private static IdentityNumber danish(String text, LocalDate today) {
        Matcher m = DANISH.matcher(text);
        if (!m.matches()) {
            throw new NotAnIdentityNumber("identity-number-form", "Write it as DDMMYY-SSSS");
        }
        int year = danishYear(Integer.parseInt(m.group(3)), m.group(4).charAt(0) - '0');
        requireBirthday(year, Integer.parseInt(m.group(2)), Integer.parseInt(m.group(1)), today);
        return new IdentityNumber(Kind.CPR, m.group(1) + m.group(2) + m.group(3) + m.group(4));
    }

    private static int danishYear(int ofCentury, int seventh) {
        if (seventh <= 3) {
            return 1900 + ofCentury;
        }
        if (seventh == 4 || seventh == 9) {
            return ofCentury <= 36 ? 2000 + ofCentury : 1900 + ofCentury;
        }
        return ofCentury <= 57 ? 2000 + ofCentury : 1800 + ofCentury;
    }

    private static void requireBirthday(int year, int month, int day, LocalDate today) {
        try {
            if (!LocalDate.of(year, month, day).isAfter(today)) {
                return;
            }
        } catch (DateTimeException e) {
            // Said below, without the date.
        }
        throw new NotAnIdentityNumber(
                "identity-number-date", "It does not begin with a day on which somebody was born");
    }

    public int birthYear() {
        return kind == Kind.CPR
                ? danishYear(Integer.parseInt(digits.substring(4, 6)), digits.charAt(6) - '0')
                : Integer.parseInt(digits.substring(0, 4));
    }

    /** The last digit but one of a Swedish number, the last one of a Danish: odd for men. */
    public Gender gender() {
        return (digits.charAt(kind == Kind.CPR ? 9 : 10) - '0') % 2 == 1 ? Gender.man : Gender.woman;
    }

    /** As its authority writes it. */
    public String written() {
        int date = kind == Kind.CPR ? 6 : 8;
        return digits.substring(0, date) + "-" + digits.substring(date);
    }

    /** For the store, which knows nothing of kinds. */
    static IdentityNumber stored(Country country, String digits) {
        if (country == Country.DK) {
            return new IdentityNumber(Kind.CPR, digits);
        }
        boolean interim = !Character.isDigit(digits.charAt(8));
        boolean coordination = digits.charAt(6) >= '6';
        return new IdentityNumber(
                interim ? Kind.INTERIM_NUMBER : coordination ? Kind.COORDINATION_NUMBER : Kind.PERSONNUMMER, digits);
    }

    @Override
    public String toString() {
        return "IdentityNumber[" + kind + "]";
    }
}

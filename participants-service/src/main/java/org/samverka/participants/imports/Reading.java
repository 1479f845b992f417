package org.samverka.participants.imports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.contracts.HrEvent.AbsenceStarted;
import org.samverka.contracts.HrEvent.EmployeeHired;
import org.samverka.contracts.HrEvent.Name;
import org.samverka.contracts.HrEvent.PayForm;
import org.samverka.contracts.Language;
import org.samverka.participants.identity.IdentityNumber;
import org.samverka.participants.identity.IdentityNumber.NotAnIdentityNumber;

/**
 * Reads one row into the fact it states, under the rules that the published schemas have for the feed; names every value
 * that breaks one, and repeats none.
 */
final class Reading {
    private static final Pattern REFERENCE =
            Pattern.compile("(?!\\d{6,8}[-+]?[\\dT]\\d{3}$)[!-~\\u00a1-\\uffff]{1,100}");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ()/.-]{2,29}");
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");
    private static final Pattern YEAR = Pattern.compile("(19|20)\\d\\d|2100");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}");
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_EMAIL = 254;
    private static final BigDecimal MOST_HOURS = BigDecimal.valueOf(60);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private static final Map<String, Gender> GENDERS = Map.ofEntries(
            Map.entry("woman", Gender.woman),
            Map.entry("female", Gender.woman),
            Map.entry("kvinna", Gender.woman),
            Map.entry("kvinde", Gender.woman),
            Map.entry("k", Gender.woman),
            Map.entry("man", Gender.man),
            Map.entry("male", Gender.man),
            Map.entry("mand", Gender.man),
            Map.entry("m", Gender.man),
            Map.entry("other", Gender.other),
            Map.entry("unknown", Gender.unknown));
    private static final Map<String, PayForm> PAY_FORMS = Map.of(
            "monthly", PayForm.monthly,
            "månadslön", PayForm.monthly,
            "månedsløn", PayForm.monthly,
            "hourly", PayForm.hourly,
            "timlön", PayForm.hourly,
            "timeløn", PayForm.hourly);
    private static final Map<String, Boolean> TRUTHS = Map.ofEntries(
            Map.entry("true", true),
            Map.entry("yes", true),
            Map.entry("ja", true),
            Map.entry("j", true),
            Map.entry("x", true),
            Map.entry("1", true),
            Map.entry("false", false),
            Map.entry("no", false),
            Map.entry("nej", false),
            Map.entry("n", false),
            Map.entry("0", false));
    private static final Map<String, AbsenceKind> KINDS = Map.of(
            "sick", AbsenceKind.sick,
            "sjk", AbsenceKind.sick,
            "work_injury", AbsenceKind.work_injury,
            "ask", AbsenceKind.work_injury,
            "child_sick", AbsenceKind.child_sick,
            "vab", AbsenceKind.child_sick,
            "parental", AbsenceKind.parental,
            "fpe", AbsenceKind.parental,
            "other", AbsenceKind.other);
    private static final Map<String, Language> LANGUAGES =
            Map.of("sv", Language.sv, "da", Language.da, "en", Language.en);

    private final String organization;
    private final Mapping mapping;
    private final DateTimeFormatter dates;
    private final Numbers numbers;
    private final UnaryOperator<String> fingerprints;

    /** Reads an identity number, or throws {@link NotAnIdentityNumber}. */
    interface Numbers {
        IdentityNumber read(String text);
    }

    /** @param fingerprints of what rows say: the same for the same */
    Reading(String organization, Mapping mapping, Numbers numbers, UnaryOperator<String> fingerprints) {
        this.organization = organization;
        this.mapping = mapping;
        this.dates = mapping.dateFormat();
        this.numbers = numbers;
        this.fingerprints = fingerprints;
    }

    /** What is wrong in a row: the field, where it is one, a stable code, and what to do; never a value. */
    record Fault(long line, @Nullable String field, String code, String message) {}

    /**
     * What a row states.
     *
     * @param ref what it is about: of two rows about the same thing only one can be right
     * @param hours absent, where the extent has to be found out from what the employment has planned
     * @param versioned whether the file itself numbers the states of an absence
     */
    record Statement(
            long line,
            String ref,
            HrEvent fact,
            @Nullable IdentityNumber number,
            @Nullable BigDecimal hours,
            boolean versioned,
            String fingerprint) {}

    /** Reads the row's values one by one, and remembers what was wrong. */
    private final class Values {
        private final Row row;
        private final Row.Kind kind;
        private final List<Fault> faults;

        Values(Row row, Row.Kind kind, List<Fault> faults) {
            this.row = row;
            this.kind = kind;
            this.faults = faults;
        }

        @Nullable
        String text(String field) {
            String value = row.values()[kind.place(field)];
            return value == null || !hasControl(value)
                    ? value
                    : fault(field, "control-character", "The value has line breaks or control characters");
        }

        private static boolean hasControl(String value) {
            for (int i = 0; i < value.length(); i++) {
                if (Character.isISOControl(value.charAt(i))) {
                    return true;
                }
            }
            return false;
        }

        <T> @Nullable T fault(@Nullable String field, String code, String message) {
            faults.add(new Fault(row.line(), field, code, message));
            return null;
        }

        @Nullable
        String reference(String field, boolean required) {
            String value = text(field);
            if (value == null) {
                return required ? missing(field) : null;
            }
            if (isFormula(value)) {
                return formula(field);
            }
            return REFERENCE.matcher(value).matches()
                    ? value
                    : fault(field, "reference", "Up to 100 characters without spaces, and no identity number");
        }

        /** What a spreadsheet would run when it opens a list with it. */
        private boolean isFormula(String value) {
            return "=+-@".indexOf(value.charAt(0)) >= 0;
        }

        private <T> @Nullable T formula(String field) {
            return fault(field, "formula", "The value begins like a spreadsheet's formula");
        }

        private <T> @Nullable T missing(String field) {
            return faults.stream().anyMatch(fault -> field.equals(fault.field()))
                    ? null
                    : fault(field, "required", "The value is missing");
        }

        @Nullable
        LocalDate date(String field, boolean required) {
            String value = text(field);
            if (value == null) {
                return required ? missing(field) : null;
            }
            try {
                LocalDate date = LocalDate.parse(value, dates);
                if (!date.isBefore(EARLIEST) && !date.isAfter(LATEST)) {
                    return date;
                }
            } catch (DateTimeParseException e) {
                // Said below, without the value.
            }
            return fault(field, "date", "No day between 1900 and 2199 in the date format that was said");
        }

        @Nullable
        BigDecimal number(String field, BigDecimal most) {
            String value = text(field);
            if (value == null) {
                return null;
            }
            BigDecimal number = mapping.number(value);
            return number == null || number.compareTo(most) > 0
                    ? fault(field, "number", "No number between 0 and %s".formatted(most.toPlainString()))
                    : number;
        }

        BigDecimal extent() {
            BigDecimal said = number("extent", mapping.percent() ? HUNDRED : BigDecimal.ONE);
            if (said == null) {
                return BigDecimal.ONE;
            }
            return mapping.percent() ? said.movePointLeft(2).stripTrailingZeros() : said;
        }

        <T> @Nullable T one(String field, Map<String, T> of, @Nullable T unlessSaid) {
            String value = text(field);
            if (value == null) {
                return unlessSaid;
            }
            T known = of.get(value.toLowerCase(Locale.ROOT));
            return known == null ? fault(field, "unknown-value", "None of the values that are known here") : known;
        }

        @Nullable
        String matching(String field, Pattern pattern, int longest) {
            String value = text(field);
            return value == null
                            || value.length() <= longest
                                    && pattern.matcher(value).matches()
                    ? value
                    : fault(field, "form", "The value has not the form that is expected here");
        }

        @Nullable
        Name name() {
            String given = text("givenName");
            String family = text("familyName");
            if (given == null || family == null) {
                return given == null && family == null
                        ? null
                        : fault("familyName", "required", "A name has a given and a family name");
            }
            if (isFormula(given) || isFormula(family)) {
                return formula("familyName");
            }
            return given.length() <= LONGEST_NAME && family.length() <= LONGEST_NAME
                    ? new Name(given, family)
                    : fault("familyName", "length", "A name has at most 100 characters");
        }

        @Nullable
        IdentityNumber identityNumber() {
            String value = text("identityNumber");
            if (value == null) {
                return null;
            }
            try {
                return numbers.read(value);
            } catch (NotAnIdentityNumber e) {
                return fault("identityNumber", e.code(), String.valueOf(e.getMessage()));
            }
        }

        int birthYear(@Nullable IdentityNumber number) {
            String value = text("birthYear");
            if (value == null && number != null) {
                return number.birthYear();
            }
            if (value == null) {
                missing("birthYear");
            } else if (YEAR.matcher(value).matches()) {
                return Integer.parseInt(value);
            } else {
                fault("birthYear", "year", "No year between 1900 and 2100");
            }
            return 0;
        }
    }

    /** None when something is wrong with it. */
    @Nullable
    Statement read(Row row, Row.Kind kind, List<Fault> faults) {
        if (row.fault() != null) {
            faults.add(new Fault(row.line(), null, row.fault(), "The row cannot be read as one"));
            return null;
        }
        var own = new ArrayList<Fault>();
        var values = new Values(row, kind, own);
        Statement statement = kind == Row.Kind.people ? person(row, values) : absence(row, values);
        faults.addAll(own);
        return own.isEmpty() ? statement : null;
    }

    private @Nullable Statement person(Row row, Values values) {
        String employmentRef = values.reference("employmentRef", true);
        String personRef = values.reference("personRef", true);
        String unit = values.reference("orgUnitRef", true);
        LocalDate from = values.date("from", true);
        LocalDate to = values.date("to", false);
        LocalDate effectiveFrom = values.date("effectiveFrom", false);
        BigDecimal extent = values.extent();
        BigDecimal weeklyHours = values.number("weeklyHours", MOST_HOURS);
        PayForm payForm = values.one("payForm", PAY_FORMS, PayForm.monthly);
        IdentityNumber number = values.identityNumber();
        Gender gender = values.one("gender", GENDERS, number == null ? Gender.unknown : number.gender());
        int birthYear = values.birthYear(number);
        Boolean leader = values.one("leader", TRUTHS, false);
        Name name = values.name();
        String email = values.matching("email", EMAIL, LONGEST_EMAIL);
        String phone = values.matching("phone", PHONE, 30);
        Language language = values.one("language", LANGUAGES, null);
        if (weeklyHours == null) {
            values.missing("weeklyHours");
        }
        requireOrder(values, from, to);
        if (employmentRef == null
                || personRef == null
                || unit == null
                || from == null
                || weeklyHours == null
                || payForm == null
                || gender == null
                || leader == null) {
            return null;
        }
        return new Statement(
                row.line(),
                employmentRef + " " + (effectiveFrom == null ? from : effectiveFrom),
                new EmployeeHired(
                        employmentRef,
                        personRef,
                        organization,
                        unit,
                        from,
                        to,
                        effectiveFrom,
                        extent,
                        weeklyHours,
                        payForm,
                        gender,
                        birthYear,
                        leader,
                        name,
                        email,
                        phone,
                        language),
                number,
                null,
                false,
                fingerprint(row));
    }

    private @Nullable Statement absence(Row row, Values values) {
        String employmentRef = values.reference("employmentRef", true);
        String absenceRef = values.reference("absenceRef", false);
        LocalDate from = values.date("from", true);
        LocalDate to = values.date("to", false);
        AbsenceKind kind = values.one("kind", KINDS, null);
        if (kind == null) {
            values.missing("kind");
        }
        boolean extentIsSaid = values.text("extent") != null;
        BigDecimal extent = values.extent();
        BigDecimal hours = values.number("hours", BigDecimal.valueOf(100_000));
        if (hours != null && !extentIsSaid && to == null) {
            values.fault("hours", "hours-without-end", "Hours need a last day, or say the extent");
        }
        String version = values.matching("version", VERSION, 9);
        requireOrder(values, from, to);
        if (employmentRef == null || from == null || kind == null) {
            return null;
        }
        String ref = absenceRef == null ? "%s/%s/%s/%s".formatted(organization, employmentRef, kind, from) : absenceRef;
        return new Statement(
                row.line(),
                ref,
                new AbsenceStarted(
                        ref, employmentRef, kind, from, to, extent, version == null ? 0 : Integer.parseInt(version)),
                null,
                extentIsSaid ? null : hours,
                version != null,
                fingerprint(row));
    }

    private static void requireOrder(Values values, @Nullable LocalDate from, @Nullable LocalDate to) {
        if (from != null && to != null && to.isBefore(from)) {
            values.fault("to", "invalid-dates", "It ends before it begins");
        }
    }

    private String fingerprint(Row row) {
        var content = new StringBuilder();
        for (String value : row.values()) {
            content.append(value == null ? "-" : value.length() + ":" + value).append(';');
        }
        return fingerprints.apply(content.toString());
    }
}

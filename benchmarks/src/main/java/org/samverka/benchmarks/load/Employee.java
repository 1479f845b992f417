package org.samverka.benchmarks.load;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** A synthetic employee; the same number gives the same one. */
public record Employee(int number) {
    public static final String CSV_HEADER = "employmentRef,personRef,orgUnitRef,from,extent,weeklyHours,payForm,gender,"
            + "birthYear,leader,givenName,familyName,email,phone,language";

    /** The same columns of a table. */
    public static final String COLUMNS = """
            employment_ref text primary key, person_ref text, unit text, first_day date, extent numeric, weekly_hours numeric,
            pay_form text, gender text, birth_year int, leader boolean, given_name text, family_name text, email text,
            phone text, language text
            """;

    private static final int UNITS = 400;
    private static final int LEADERS = 20;
    private static final int BIRTH_YEARS = 45;
    private static final LocalDate FIRST = LocalDate.of(2004, 1, 1);
    private static final int DAYS = 6000;
    private static final List<String> GIVEN = List.of(
            "Anna",
            "Eva",
            "Maria",
            "Karin",
            "Kristina",
            "Lena",
            "Sara",
            "Åsa",
            "Ingrid",
            "Märta",
            "Lars",
            "Anders",
            "Johan",
            "Per",
            "Nils",
            "Ole",
            "Søren",
            "Jens",
            "Mette",
            "Kirsten");
    private static final List<String> FAMILY = List.of(
            "Synthetisson",
            "Exempelberg",
            "Påhittsson",
            "Mønster",
            "Testgaard",
            "Provlund",
            "Øvelse",
            "Fiktiv",
            "Attrappén",
            "Modellström");

    public String employmentRef() {
        return String.format(Locale.ROOT, "e-%07d", number);
    }

    String personRef() {
        return String.format(Locale.ROOT, "p-%07d", number);
    }

    String unit() {
        return "u-" + number % UNITS;
    }

    LocalDate from() {
        return FIRST.plusDays(number * 7L % DAYS);
    }

    private String extent() {
        return number % 3 == 0 ? "0.75" : "1";
    }

    /** @param changed whether an hour more than before */
    private String weeklyHours(boolean changed) {
        return Integer.toString((number % 3 == 0 ? 30 : 39) + (changed ? 1 : 0));
    }

    private String gender() {
        return number % 8 == 0 ? "man" : "woman";
    }

    private int birthYear() {
        return 1956 + number % BIRTH_YEARS;
    }

    private boolean leads() {
        return number % LEADERS == 0;
    }

    private String given() {
        return GIVEN.get(number % GIVEN.size());
    }

    private String family() {
        return FAMILY.get(number / GIVEN.size() % FAMILY.size());
    }

    private String email() {
        return "p" + number + "@example.org";
    }

    private String phone() {
        return String.format(Locale.ROOT, "+46 70 %07d", number);
    }

    private String language() {
        return number % 5 == 0 ? "da" : "sv";
    }

    public String csv(boolean changed) {
        return String.join(
                ",",
                employmentRef(),
                personRef(),
                unit(),
                from().toString(),
                extent(),
                weeklyHours(changed),
                "monthly",
                gender(),
                Integer.toString(birthYear()),
                Boolean.toString(leads()),
                given(),
                family(),
                email(),
                phone(),
                language());
    }

    /** A valid personnummer that nobody can have: its serials are those kept for tests. */
    public String identityNumber() {
        int day = number % 28 + 1;
        int month = number / 28 % 12 + 1;
        int year = 1956 + number / (28 * 12) % BIRTH_YEARS;
        String nine = String.format(Locale.ROOT, "%02d%02d%02d98%d", year % 100, month, day, number / 15120 % 10);
        int sum = 0;
        for (int i = 0; i < nine.length(); i++) {
            int product = (nine.charAt(i) - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product / 10 + product % 10;
        }
        return "19" + nine.substring(0, 6) + "-" + nine.substring(6) + (10 - sum % 10) % 10;
    }

    /** As the data of an HR event about a full state. */
    public String json(String organization, boolean changed) {
        return """
                {"employmentRef":"%s","personRef":"%s","organization":"%s","orgUnitRef":"%s","from":"%s",%s"extent":%s,\
                "weeklyHours":%s,"payForm":"monthly","gender":"%s","birthYear":%d,"leader":%s,\
                "name":{"given":"%s","family":"%s"},"email":"%s","phone":"%s","language":"%s"}""".formatted(
                        employmentRef(),
                        personRef(),
                        organization,
                        unit(),
                        from(),
                        changed ? "\"effectiveFrom\":\"" + from().plusYears(1) + "\"," : "",
                        extent(),
                        weeklyHours(changed),
                        gender(),
                        birthYear(),
                        leads(),
                        given(),
                        family(),
                        email(),
                        phone(),
                        language());
    }
}

package org.samverka.benchmarks.load;

import java.time.LocalDate;
import java.util.Locale;

/** One of a synthetic employee's absences: they follow each other with a gap between them. */
public record Absent(Employee employee, int number) {
    public static final String CSV_HEADER = "absenceRef,employmentRef,kind,from,to,extent,version";

    /** The same columns of a table. */
    public static final String COLUMNS = """
            ref text primary key, employment_ref text, kind text, first_day date, last_day date, extent numeric, version int
            """;

    private static final LocalDate FIRST = LocalDate.of(2021, 1, 4);
    private static final int APART = 60;
    private static final int LONGEST = 20;

    private String ref() {
        return String.format(Locale.ROOT, "a-%07d-%d", employee.number(), number);
    }

    private String kind() {
        return number % 4 == 0 ? "child_sick" : "sick";
    }

    private LocalDate from() {
        return FIRST.plusDays((long) number * APART + employee.number() % APART / 2);
    }

    private LocalDate to() {
        return from().plusDays((employee.number() + number * 3L) % LONGEST);
    }

    private String extent() {
        return number % 5 == 0 ? "0.5" : "1";
    }

    public String csv() {
        return String.join(
                ",", ref(), employee.employmentRef(), kind(), from().toString(), to().toString(), extent(), "1");
    }

    /** As the data of an HR event. */
    public String json() {
        return """
                {"absenceRef":"%s","employmentRef":"%s","kind":"%s","from":"%s","to":"%s","extent":%s,"version":1}""".formatted(ref(), employee.employmentRef(), kind(), from(), to(), extent());
    }
}

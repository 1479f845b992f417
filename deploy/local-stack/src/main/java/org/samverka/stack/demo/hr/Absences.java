package org.samverka.stack.demo.hr;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;

/** The absences of one person over 24 months: many short ones, a few long ones, some of them corrected or taken back. */
final class Absences {
    static final LocalDate FROM = LocalDate.of(2017, 10, 1);
    static final LocalDate TO = LocalDate.of(2019, 9, 30);

    private static final int DAYS = (int) (TO.toEpochDay() - FROM.toEpochDay()) + 1;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final double LONG_TERM = 0.07;
    private static final double STILL_ILL = 0.01;
    private static final double PARENTAL = 0.06;
    private static final double INJURY = 0.008;
    private static final double OTHER = 0.03;
    private static final double TAKEN_BACK = 0.03;
    private static final double CHANGED = 0.2;
    private static final double FROM_ALL_EMPLOYMENTS = 0.8;

    private final Employee employee;
    private final Random random;
    private final TreeMap<LocalDate, Spell> spells = new TreeMap<>();

    private Absences(Employee employee, Random random) {
        this.employee = employee;
        this.random = random;
    }

    static List<Absence> of(Employee employee, long seed) {
        Absences absences =
                new Absences(employee, new Random(seed + employee.ref().hashCode()));
        absences.draw();
        return absences.byEmployment();
    }

    private record Spell(
            String kind, LocalDate from, @Nullable LocalDate to, BigDecimal extent) {
        LocalDate lastDay() {
            return to == null ? TO : to;
        }
    }

    private void draw() {
        boolean woman = employee.gender() == Gender.woman;
        if (random.nextDouble() < LONG_TERM * (woman ? 1 : 0.6)) {
            longTerm();
        }
        if (employee.birthYear() >= 1980 && random.nextDouble() < PARENTAL) {
            add("parental", 90 + random.nextInt(woman ? 270 : 120), BigDecimal.ONE);
        }
        if (random.nextDouble() < INJURY) {
            add("work_injury", 5 + random.nextInt(40), BigDecimal.ONE);
        }
        if (random.nextDouble() < OTHER) {
            add("other", 1 + random.nextInt(20), BigDecimal.ONE);
        }
        double often = (woman ? 2.6 : 1.7) * (employee.unit().work() == Unit.Work.CARE ? 1.2 : 0.9);
        for (int i = occasions(often * (0.3 + 1.4 * random.nextDouble())); i > 0; i--) {
            add("sick", shortSpell(), random.nextInt(20) == 0 ? HALF : BigDecimal.ONE);
        }
        if (employee.birthYear() >= 1974) {
            for (int i = occasions(0.9); i > 0; i--) {
                add("child_sick", 1 + random.nextInt(3), BigDecimal.ONE);
            }
        }
    }

    /** Comes back half the time first, or is still ill when the feed ends. */
    private void longTerm() {
        if (random.nextDouble() < STILL_ILL / LONG_TERM) {
            LocalDate from = TO.minusDays(30 + random.nextInt(200));
            keep(new Spell("sick", from, null, BigDecimal.ONE));
            return;
        }
        LocalDate from = FROM.plusDays(random.nextInt(DAYS - 330));
        LocalDate full = from.plusDays(40 + random.nextInt(200));
        keep(new Spell("sick", from, full, BigDecimal.ONE));
        if (random.nextBoolean()) {
            keep(new Spell("sick", full.plusDays(1), full.plusDays(20 + random.nextInt(60)), HALF));
        }
    }

    private void add(String kind, int days, BigDecimal extent) {
        LocalDate from = FROM.plusDays(random.nextInt(DAYS - 1));
        LocalDate to = from.plusDays(days - 1L);
        keep(new Spell(kind, from, to.isAfter(TO) ? TO : to, extent));
    }

    /** Nobody is away twice at a time. */
    private void keep(Spell spell) {
        boolean free = spells.values().stream()
                .allMatch(other -> other.lastDay().isBefore(spell.from())
                        || spell.lastDay().isBefore(other.from()));
        if (free) {
            spells.put(spell.from(), spell);
        }
    }

    private int shortSpell() {
        int days = 1;
        while (days < 14 && random.nextDouble() < 0.6) {
            days++;
        }
        return days;
    }

    /** Poisson, after Knuth. */
    private int occasions(double mean) {
        double limit = Math.exp(-mean);
        int occasions = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            occasions++;
        }
        return occasions;
    }

    private List<Absence> byEmployment() {
        List<Absence> absences = new ArrayList<>();
        for (Spell spell : spells.values()) {
            boolean fromAll = random.nextDouble() < FROM_ALL_EMPLOYMENTS;
            List<Employment> concerned =
                    fromAll ? employee.employments() : employee.employments().subList(0, 1);
            concerned.stream()
                    .filter(employment -> !employment.isOver(spell.from()))
                    .forEach(employment -> absences.add(absence(employment, spell, absences.size() + 1)));
        }
        return absences;
    }

    private Absence absence(Employment employment, Spell spell, int number) {
        Absence absence = new Absence(
                "%s-a%02d".formatted(employee.ref(), number), employment.ref(), spell.kind(), spell.extent());
        boolean isShort = spell.to() != null && spell.to().isBefore(spell.from().plusDays(14));
        if (spell.to() == null) {
            return absence.started(spell.from(), null);
        }
        if (isShort && random.nextDouble() < TAKEN_BACK) {
            return absence.started(spell.from(), spell.to())
                    .takenBack(spell.from().plusDays(1));
        }
        if (!isShort || random.nextDouble() < CHANGED) {
            LocalDate expected = spell.from()
                    .plusDays((spell.to().toEpochDay() - spell.from().toEpochDay()) / 2);
            return absence.started(spell.from(), expected)
                    .changed(spell.from(), spell.to(), expected)
                    .ended(spell.from(), spell.to());
        }
        return absence.started(spell.from(), null).ended(spell.from(), spell.to());
    }
}

package org.samverka.stack.demo.hr;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.stack.demo.hr.Employment.Move;
import org.samverka.stack.demo.hr.Employment.NewExtent;
import org.samverka.stack.demo.hr.Unit.Work;

/** Who works in a municipality, unit by unit: the same people for the same seed. */
final class Workforce {
    private static final LocalDate COUNTED_ON = LocalDate.of(2017, 1, 31);
    private static final LocalDate ALL_HERE_UNTIL = LocalDate.of(2019, 8, 31);
    private static final int EARLIEST_BIRTH = 1953;
    private static final int LATEST_BIRTH = 1996;
    private static final double SECOND_EMPLOYMENT = 0.06;
    private static final double SECOND_ENDS = 0.4;
    private static final double NEW_EXTENT = 0.12;
    private static final double MOVE = 0.05;
    private static final double HOURLY = 0.03;
    private static final double LEAVES = 0.012;

    private final String organization;
    private final Random random;
    private final Names names;
    private final List<Unit> units;
    private final List<Employee> employees = new ArrayList<>();
    private int employments;

    private Workforce(String organization, long seed) {
        this.organization = organization;
        this.random = new Random(seed);
        this.names = new Names(random);
        this.units = Units.of(organization);
    }

    static Workforce of(String organization, long seed) {
        Workforce workforce = new Workforce(organization, seed);
        workforce.units.forEach(workforce::staff);
        return workforce;
    }

    List<Unit> units() {
        return units;
    }

    List<Employee> employees() {
        return employees;
    }

    /** One of each unit leads it: a man where chance has it, as often as there are men. */
    private void staff(Unit unit) {
        int leader = random.nextInt(unit.people());
        for (int i = 0; i < unit.people(); i++) {
            employees.add(employee(unit, i < unit.women() ? Gender.woman : Gender.man, i == leader));
        }
    }

    private Employee employee(Unit unit, Gender gender, boolean leader) {
        int number = employees.size() + 1;
        String given = names.given(gender);
        String family = names.family();
        int birthYear =
                leader ? 1956 + random.nextInt(26) : EARLIEST_BIRTH + random.nextInt(LATEST_BIRTH - EARLIEST_BIRTH + 1);
        return new Employee(
                "%s-p%04d".formatted(organization, number),
                given,
                family,
                Names.email(given, family, number, organization),
                gender,
                birthYear,
                leader,
                unit,
                employments(unit, gender, birthYear, leader));
    }

    private List<Employment> employments(Unit unit, Gender gender, int birthYear, boolean leader) {
        LocalDate from = hired(birthYear);
        if (leader) {
            return List.of(employment(unit, from, BigDecimal.ONE, false, null, null, null));
        }
        if (random.nextDouble() < SECOND_EMPLOYMENT) {
            return twoEmployments(unit, from);
        }
        BigDecimal extent = extent(unit.work(), gender == Gender.woman);
        return List.of(employment(
                unit,
                from,
                extent,
                random.nextDouble() < HOURLY,
                newExtent(extent),
                move(unit),
                random.nextDouble() < LEAVES ? ALL_HERE_UNTIL.plusDays(random.nextInt(30)) : null));
    }

    /** Together at most full time; the smaller one may end. */
    private List<Employment> twoEmployments(Unit unit, LocalDate from) {
        BigDecimal first = one("0.50", "0.60", "0.60", "0.75");
        BigDecimal second = BigDecimal.ONE.subtract(first).stripTrailingZeros();
        LocalDate later = from.plusDays(random.nextInt((int) (COUNTED_ON.toEpochDay() - from.toEpochDay()) + 1));
        LocalDate end = random.nextDouble() < SECOND_ENDS ? duringTheFeed() : null;
        return List.of(
                employment(unit, from, first, false, null, null, null),
                employment(another(unit), later, second, false, null, null, end));
    }

    private Employment employment(
            Unit unit,
            LocalDate from,
            BigDecimal extent,
            boolean hourly,
            @Nullable NewExtent change,
            @Nullable Move move,
            @Nullable LocalDate lastDay) {
        employments++;
        return new Employment(
                "%s-e%04d".formatted(organization, employments),
                unit.ref(),
                from,
                extent.stripTrailingZeros(),
                hourly,
                change,
                move,
                lastDay);
    }

    private LocalDate hired(int birthYear) {
        LocalDate grownUp = LocalDate.of(birthYear + 20, 1, 1);
        int span = (int) (COUNTED_ON.toEpochDay() - grownUp.toEpochDay());
        // The square brings most of them nearer to the end.
        double back = random.nextDouble() * random.nextDouble();
        return COUNTED_ON.minusDays((long) (back * span));
    }

    private BigDecimal extent(Work work, boolean woman) {
        return random.nextDouble() < work.partTime(woman)
                ? one("0.60", "0.65", "0.70", "0.75", "0.75", "0.80", "0.80", "0.85", "0.90")
                : BigDecimal.ONE;
    }

    private @Nullable NewExtent newExtent(BigDecimal extent) {
        if (random.nextDouble() >= NEW_EXTENT) {
            return null;
        }
        BigDecimal other = extent.compareTo(BigDecimal.ONE) == 0 ? one("0.75", "0.80", "0.90") : BigDecimal.ONE;
        return new NewExtent(duringTheFeed().withDayOfMonth(1), other.stripTrailingZeros());
    }

    private @Nullable Move move(Unit unit) {
        return random.nextDouble() < MOVE
                ? new Move(duringTheFeed(), another(unit).ref())
                : null;
    }

    private LocalDate duringTheFeed() {
        return Absences.FROM.plusMonths(1).plusDays(random.nextInt(600));
    }

    private Unit another(Unit unit) {
        List<Unit> alike = units.stream()
                .filter(other -> other.work() == unit.work() && !other.equals(unit) && other.people() > 1)
                .toList();
        return alike.get(random.nextInt(alike.size()));
    }

    private BigDecimal one(String... extents) {
        return new BigDecimal(extents[random.nextInt(extents.length)]);
    }
}

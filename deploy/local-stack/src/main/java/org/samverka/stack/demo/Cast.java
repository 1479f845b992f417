package org.samverka.stack.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.samverka.contracts.Gender;
import org.samverka.stack.demo.hr.Employee;

/**
 * Who is in which target group: 65 health inspirers (62 women, 3 men), 25 dialogue coaches, 7 in Hälsosteget, and all
 * others as employees. Four women are inspirers and coaches, and 12 inspirers take part as employees too.
 */
final class Cast {
    static final String EMPLOYEES = "employees";
    static final String COACHES = "dialogue-coaches";
    static final String INSPIRERS = "health-inspirers";
    static final String HEALTH_STEP = "health-step";

    private static final long SEED = 2016_00739;
    private static final int INSPIRERS_AND_COACHES = 4;
    private static final int INSPIRERS_AND_EMPLOYEES = 12;

    private final Map<String, List<Employee>> groups = new LinkedHashMap<>();

    /** A person in a target group. */
    record Place(Employee person, String targetGroup) {}

    private Cast() {}

    static Cast of(List<Employee> workforce) {
        List<Employee> drawn = new ArrayList<>(workforce);
        Collections.shuffle(drawn, new Random(SEED));
        drawn.removeIf(person -> !person.stays());
        Cast cast = new Cast();
        List<Employee> inspirers = draw(drawn, 62, 3);
        List<Employee> coaches = draw(drawn, 21 - INSPIRERS_AND_COACHES, 4);
        coaches.addAll(women(inspirers).limit(INSPIRERS_AND_COACHES).toList());
        List<Employee> healthStep = draw(drawn, 7, 0);
        cast.groups.put(HEALTH_STEP, healthStep);
        cast.groups.put(COACHES, coaches);
        cast.groups.put(INSPIRERS, inspirers);
        Set<Employee> others = new LinkedHashSet<>(workforce);
        others.removeAll(healthStep);
        others.removeAll(coaches);
        inspirers.subList(INSPIRERS_AND_EMPLOYEES, inspirers.size()).forEach(others::remove);
        others.addAll(inspirers.subList(0, INSPIRERS_AND_EMPLOYEES));
        cast.groups.put(EMPLOYEES, List.copyOf(others));
        return cast;
    }

    private static List<Employee> draw(List<Employee> from, int women, int men) {
        List<Employee> drawn = new ArrayList<>(women(from).limit(women).toList());
        drawn.addAll(from.stream().filter(is(Gender.man)).limit(men).toList());
        from.removeAll(drawn);
        Collections.shuffle(drawn, new Random(SEED));
        return drawn;
    }

    private static Stream<Employee> women(List<Employee> from) {
        return from.stream().filter(is(Gender.woman));
    }

    private static Predicate<Employee> is(Gender gender) {
        return person -> person.gender() == gender;
    }

    List<Employee> in(String targetGroup) {
        return groups.getOrDefault(targetGroup, List.of());
    }

    long in(String targetGroup, Gender gender) {
        return in(targetGroup).stream().filter(is(gender)).count();
    }

    Set<String> targetGroups() {
        return groups.keySet();
    }

    /** The small groups first. */
    List<Place> places() {
        return groups.entrySet().stream()
                .flatMap(group -> group.getValue().stream().map(person -> new Place(person, group.getKey())))
                .toList();
    }

    /** Each once. */
    Set<Employee> people() {
        Set<Employee> people = new LinkedHashSet<>();
        groups.values().forEach(people::addAll);
        return people;
    }
}

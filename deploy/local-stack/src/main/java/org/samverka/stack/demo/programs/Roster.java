package org.samverka.stack.demo.programs;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.samverka.contracts.Gender;
import org.samverka.stack.demo.hr.Names;

/**
 * Who takes part in a program: synthetic people of its organizations, and the target groups they are in, in the numbers of
 * the program's description. The same each time.
 */
public final class Roster {
    public static final String RECOVERY_DAYS = "recovery-days";
    public static final String MOBILISATION = "mobilisation";
    public static final String PLUS = "plus";

    private static final String CARE = "elderly-care";
    private static final String HOSPITAL = "hospital";
    private static final String OFFICE = "administration";

    /** Who is invited to sessions by mail. */
    private static final String WITH_MAIL = "health-network";

    private static final int MUNICIPALITIES = 24;
    private static final int MUNICIPALITIES_OF_2021 = 6;

    /** Most who work in health care and elderly care are women. */
    private static final double WOMEN = 0.85;

    private final String program;
    private final LocalDate day;
    private final Random random;
    private final Names names;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Integer> hired = new TreeMap<>();

    private Roster(String program, LocalDate day) {
        this.program = program;
        this.day = day;
        this.random = new Random(program.hashCode());
        this.names = new Names(random);
    }

    /**
     * @param email none for most
     * @param groups which they are in, with the day from which on
     */
    public record Member(
            String organization,
            String ref,
            String unit,
            boolean leader,
            Gender gender,
            int birthYear,
            String given,
            String family,
            String email,
            Map<String, LocalDate> groups) {
        public boolean isIn(String group) {
            return groups.containsKey(group);
        }
    }

    /** A person in a target group, from a day on. */
    public record Place(Member member, String targetGroup, LocalDate date) {}

    /** 2 800 in autumn 2021 in 6 municipalities, a tenth of them leaders; in 2022 8 000 employees and 800 leaders in 24. */
    public static Roster recoveryDays() {
        var roster = new Roster(RECOVERY_DAYS, LocalDate.of(2022, 3, 1));
        List<String> all = municipalities();
        List<String> first = all.subList(0, MUNICIPALITIES_OF_2021);
        LocalDate autumn = LocalDate.of(2021, 10, 1);
        roster.hire(2520, first, CARE, false, Map.of("autumn-2021", autumn));
        roster.hire(280, first, CARE, true, Map.of("autumn-2021", autumn));
        roster.hire(8000, all, CARE, false, "employees");
        roster.hire(800, all, CARE, true, "managers");
        return roster;
    }

    /** From Åsele in the north to Ljungby in the south; the description names no others. */
    private static List<String> municipalities() {
        return Stream.concat(
                        Stream.of("asele", "ljungby"),
                        IntStream.rangeClosed(3, MUNICIPALITIES).mapToObj("municipality-%02d"::formatted))
                .toList();
    }

    /** The description gives no numbers: these are synthetic. Who gets support comes of the screening. */
    public static Roster mobilisation() {
        var roster = new Roster(MOBILISATION, LocalDate.of(2015, 3, 2));
        List<String> region = List.of("region-vastra-gotaland");
        roster.hire(120, region, HOSPITAL, true, "managers");
        roster.hire(600, region, HOSPITAL, false, "employees");
        return roster;
    }

    /**
     * 55 managers in the network, all of them among the 500 in competence activities; 55 inspirers, 20 of them among the 390
     * employees. How many go through ALUP, "Bemanna rätt" and the trainings is synthetic.
     */
    public static Roster plus() {
        var roster = new Roster(PLUS, LocalDate.of(2011, 9, 1));
        List<String> county = List.of("landstinget-kalmar");
        List<String> all = Stream.concat(
                        Stream.of(
                                "borgholm",
                                "emmaboda",
                                "hogsby",
                                "kalmar",
                                "morbylanga",
                                "nybro",
                                "torsas",
                                "uppvidinge"),
                        county.stream())
                .toList();
        roster.hire(55, all, OFFICE, true, "competence-managers", "health-network");
        roster.hire(445, all, OFFICE, true, "competence-managers");
        roster.hire(20, all, CARE, false, "competence-employees", "health-inspirers");
        roster.hire(50, all, CARE, false, "competence-employees", "alup");
        roster.hire(30, all, CARE, false, "competence-employees", "accessibility-training");
        roster.hire(30, all, CARE, false, "competence-employees", "gender-equality-training");
        roster.hire(260, all, CARE, false, "competence-employees");
        roster.hire(35, all, CARE, false, "health-inspirers");
        roster.hire(20, county, "health-centre", false, "bemanna-ratt");
        return roster;
    }

    private void hire(int many, List<String> organizations, String unit, boolean leader, String... groups) {
        var from = new LinkedHashMap<String, LocalDate>();
        Stream.of(groups).forEach(group -> from.put(group, day));
        hire(many, organizations, unit, leader, from);
    }

    /** One organization after the other gets one, until all are hired. */
    private void hire(
            int many, List<String> organizations, String unit, boolean leader, Map<String, LocalDate> groups) {
        for (int i = 0; i < many; i++) {
            members.add(member(organizations.get(i % organizations.size()), unit, leader, groups));
        }
    }

    private Member member(String organization, String unit, boolean leader, Map<String, LocalDate> groups) {
        int number = hired.merge(organization, 1, Integer::sum);
        Gender gender = random.nextDouble() < WOMEN ? Gender.woman : Gender.man;
        return new Member(
                organization,
                "%s-%s-%04d".formatted(program, organization, number),
                unit,
                leader,
                gender,
                1950 + random.nextInt(45),
                names.given(gender),
                names.family(),
                groups.containsKey(WITH_MAIL) ? "%s-%04d@samverka.example".formatted(organization, number) : "",
                groups);
    }

    public String program() {
        return program;
    }

    public List<Member> members() {
        return members;
    }

    public List<Member> in(String targetGroup) {
        return members.stream().filter(member -> member.isIn(targetGroup)).toList();
    }

    public List<Place> places() {
        return members.stream()
                .flatMap(member -> member.groups().entrySet().stream()
                        .map(group -> new Place(member, group.getKey(), group.getValue())))
                .toList();
    }

    /** How many there are of each organization. */
    public Map<String, Long> byOrganization() {
        return members.stream().collect(groupingBy(Member::organization, TreeMap::new, counting()));
    }

    /** How many are in each group. */
    public Map<String, Long> byGroup() {
        return places().stream().collect(groupingBy(Place::targetGroup, TreeMap::new, counting()));
    }

    /** An organization's people as its HR system exports them. */
    public String csv(String organization) {
        var csv = new StringBuilder("employmentRef;personRef;orgUnitRef;from;weeklyHours;gender;birthYear;leader;")
                .append("givenName;familyName;email\n");
        members.stream()
                .filter(member -> member.organization().equals(organization))
                .forEach(member -> csv.append("%s;%s;%s-%s;2010-01-01;40;%s;%d;%s;%s;%s;%s\n"
                        .formatted(
                                member.ref(),
                                member.ref(),
                                organization,
                                member.unit(),
                                member.gender(),
                                member.birthYear(),
                                member.leader(),
                                member.given(),
                                member.family(),
                                member.email())));
        return csv.toString();
    }
}

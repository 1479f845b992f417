package org.samverka.reporting.absence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.samverka.reporting.absence.Employment.Episode;
import org.samverka.reporting.absence.Employment.Part;
import org.samverka.reporting.absence.Employment.Slice;
import org.samverka.testing.RealStack;

/** What the database adds up is what the plain computation comes to, for random people, periods and days. */
class PersonTimesTest {
    private static final LocalDate START = LocalDate.of(2024, 1, 1);
    private static final int SPAN = 900;

    private static String database = "";

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @BeforeAll
    static void migrate() throws SQLException, IOException {
        database = RealStack.jdbcUrl(RealStack.freshDatabase("reporting"));
        for (String file : List.of("V1__statistics.sql", "V6__absence_facts.sql", "V7__programs.sql")) {
            try (Connection connection = connect();
                    var sql = requireNonNull(PersonTimesTest.class.getResourceAsStream("/db/migration/" + file))) {
                connection.createStatement().execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(database, "reporting", "reporting");
    }

    @Test
    void theDatabaseAddsUpWhatThePlainComputationDoes() throws SQLException {
        Map<UUID, Person> people = new HashMap<>();
        try (Connection connection = connect()) {
            for (int i = 0; i < 300; i++) {
                UUID pseudonym = UUID.randomUUID();
                Person person = anyone();
                people.put(pseudonym, person);
                store(connection, pseudonym, person);
            }
            for (int round = 0; round < 4; round++) {
                Days period = stretch(START, SPAN);
                LocalDate asOf = START.plusDays(random.nextInt(SPAN + 200));
                int maxDays = 1 + random.nextInt(40);
                Map<UUID, PersonTime> added = times(connection, period, asOf, maxDays);
                people.forEach((pseudonym, person) -> {
                    PersonTime plain = person.time(period, asOf, maxDays);
                    if (plain.employedDays() == 0) {
                        assertThat(added).doesNotContainKey(pseudonym);
                    } else {
                        assertThat(comparable(requireNonNull(added.get(pseudonym))))
                                .as("%s as of %s, seed %d", period, asOf, seed)
                                .isEqualTo(comparable(plain));
                    }
                });
                assertThat(added).isNotEmpty();
            }
        }
    }

    private static List<Object> comparable(PersonTime time) {
        return List.of(
                time.planned().stripTrailingZeros(),
                time.sickByBand().stream().map(BigDecimal::stripTrailingZeros).toList(),
                time.employedDays(),
                time.fullTime(),
                time.begun(),
                time.occasions(),
                time.endedHours().stripTrailingZeros());
    }

    private static Map<UUID, PersonTime> times(Connection connection, Days period, LocalDate asOf, int maxDays)
            throws SQLException {
        String sql = """
                with given as (select cast(? as date) as as_of, cast(? as int) as max_days),
                span as (select distinct pseudonym, 0 as part, cast(? as date) as first_day, cast(? as date) as last_day
                    from absence.employment),
                """ + PersonTimes.SQL + " select * from person_time";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setDate(1, Date.valueOf(asOf));
            statement.setInt(2, maxDays);
            statement.setDate(3, Date.valueOf(period.from()));
            statement.setDate(4, Date.valueOf(period.to()));
            var times = new HashMap<UUID, PersonTime>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                times.put(
                        rows.getObject("pseudonym", UUID.class),
                        new PersonTime(
                                rows.getBigDecimal("planned"),
                                List.of(
                                        rows.getBigDecimal("days_1_7"),
                                        rows.getBigDecimal("days_8_14"),
                                        rows.getBigDecimal("days_15_59"),
                                        rows.getBigDecimal("days_60")),
                                rows.getLong("employed_days"),
                                rows.getBoolean("full_time"),
                                rows.getLong("begun"),
                                rows.getLong("occasions"),
                                rows.getBigDecimal("ended_hours")));
            }
            return times;
        }
    }

    private Person anyone() {
        var employments = new ArrayList<Employment>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            employments.add(new Employment(slices(), sickness()));
        }
        return new Person(employments);
    }

    private List<Slice> slices() {
        var slices = new ArrayList<Slice>();
        LocalDate from = START.minusDays(random.nextInt(300));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            boolean last = i == 1 && random.nextBoolean();
            Days days = last ? new Days(from, Days.OPEN) : stretch(from, 500);
            slices.add(new Slice(
                    days,
                    BigDecimal.valueOf(25L * (1 + random.nextInt(4)), 2),
                    BigDecimal.valueOf(100L + random.nextInt(3000), 2),
                    random.nextInt(5) == 0));
            from = last ? Days.OPEN : days.to().plusDays(1L + random.nextInt(30));
        }
        return slices;
    }

    private List<Episode> sickness() {
        var sickness = new ArrayList<Episode>();
        LocalDate from = START.minusDays(random.nextInt(100));
        for (int i = random.nextInt(8); i > 0; i--) {
            var parts = new ArrayList<Part>();
            for (int part = 1 + random.nextInt(3); part > 0; part--) {
                boolean open = i == 1 && part == 1 && random.nextInt(3) == 0;
                Days days = open
                        ? new Days(from, Days.OPEN)
                        : new Days(from, from.plusDays(random.nextInt(random.nextInt(4) == 0 ? 90 : 9)));
                parts.add(new Part(days, BigDecimal.valueOf(25L * (1 + random.nextInt(4)), 2)));
                from = open ? from : days.to().plusDays(1);
            }
            sickness.add(new Episode(parts));
            from = from.plusDays(1L + random.nextInt(120));
        }
        return sickness;
    }

    private Days stretch(LocalDate first, int within) {
        LocalDate from = first.plusDays(random.nextInt(60));
        return new Days(from, from.plusDays(random.nextInt(within)));
    }

    private static void store(Connection connection, UUID pseudonym, Person person) throws SQLException {
        for (Employment employment : person.employments()) {
            UUID id = UUID.randomUUID();
            insert(
                    connection,
                    "absence.employment (id, pseudonym, organization, gender, birth_year, version)",
                    id,
                    pseudonym,
                    "a",
                    "woman",
                    1980,
                    1);
            for (Slice slice : employment.slices()) {
                insert(
                        connection,
                        "absence.slice (employment_id, first_day, last_day, extent, weekly_hours, hourly, leader)",
                        id,
                        slice.days().from(),
                        slice.days().to(),
                        slice.extent(),
                        slice.weeklyHours(),
                        slice.hourly(),
                        false);
            }
            for (Episode episode : employment.sickness()) {
                UUID episodeId = UUID.randomUUID();
                insert(
                        connection,
                        "absence.episode (id, employment_id, pseudonym, kind, first_day, last_day, version)",
                        episodeId,
                        id,
                        pseudonym,
                        "sick",
                        episode.days().from(),
                        episode.days().to(),
                        1);
                for (Part part : episode.parts()) {
                    insert(
                            connection,
                            "absence.part (episode_id, first_day, last_day, extent)",
                            episodeId,
                            part.days().from(),
                            part.days().to(),
                            part.extent());
                }
            }
        }
    }

    private static void insert(Connection connection, String into, Object... values) throws SQLException {
        String marks = "?, ".repeat(values.length - 1) + "?";
        try (PreparedStatement statement =
                connection.prepareStatement("insert into %s values (%s)".formatted(into, marks))) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}

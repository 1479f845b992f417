package org.samverka.reporting.absence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What a year comes to among the people of a program's organizations: a row per group of people, not per person. */
@ApplicationScoped
class AbsenceYears {
    /** Each parameter once and in order: program, organizations, first and last day of the year, often, short. */
    static final String SQL = """
            with given as (
                select cast($1 as text) as program, cast($2 as text[]) as organizations, cast($3 as date) as first_day,
                    cast($4 as date) as as_of, cast($5 as int) as often, cast($6 as int) as max_days),
            span as (
                select distinct e.pseudonym, 0 as part, g.first_day, g.as_of as last_day
                from given g join absence.employment e on e.organization = any(g.organizations)),
            """ + PersonTimes.SQL + """
            , who as (
                select e.pseudonym, max(e.gender) as gender, max(e.organization) as organization,
                    extract(year from max(g.as_of)) - max(e.birth_year) as age,
                    not exists (select from program.person p where p.pseudonym = e.pseudonym and p.head is not null) as counts,
                    exists (select from program.participation p where p.pseudonym = e.pseudonym
                        and p.program = max(g.program) and p.entered <= max(g.as_of)) as participant
                from given g join span w on true join absence.employment e on e.pseudonym = w.pseudonym
                group by e.pseudonym)
            select w.gender, case when w.age <= 29 then '-29' when w.age <= 49 then '30-49' else '50-' end as age_band,
                case when t.full_time then 'yes' else 'no' end as full_time, w.organization,
                case when w.participant then 'yes' else 'no' end as participant,
                count(*) filter (where w.counts) as persons,
                count(*) filter (where w.counts and t.days_1_7 + t.days_8_14 + t.days_15_59 + t.days_60 > 0) as absent,
                count(*) filter (where w.counts and t.days_1_7 > 0) as absent_1_7,
                count(*) filter (where w.counts and t.days_8_14 > 0) as absent_8_14,
                count(*) filter (where w.counts and t.days_15_59 > 0) as absent_15_59,
                count(*) filter (where w.counts and t.days_60 > 0) as absent_60,
                count(*) filter (where w.counts and t.ended_hours > 0) as absent_ended,
                count(*) filter (where w.counts and t.occasions >= g.often) as repeatedly,
                sum(t.planned) as planned, sum(t.days_1_7) as days_1_7, sum(t.days_8_14) as days_8_14,
                sum(t.days_15_59) as days_15_59, sum(t.days_60) as days_60,
                cast(sum(t.employed_days) as bigint) as employed_days, cast(sum(t.begun) as bigint) as begun,
                sum(t.ended_hours) as ended_hours
            from given g cross join person_time t join who w on w.pseudonym = t.pseudonym
            group by w.gender, age_band, full_time, w.organization, w.participant
            """;

    private final Pool database;

    AbsenceYears(Pool database) {
        this.database = database;
    }

    /** @param place the category per dimension */
    public record Group(Map<String, String> place, Tally tally) {}

    /** As of the year's last day. */
    Uni<List<Group>> of(String program, List<String> organizations, Days year) {
        return database.preparedQuery(SQL)
                .execute(Tuple.from(List.of(
                        program,
                        organizations.toArray(String[]::new),
                        year.from(),
                        year.to(),
                        Definition.OFTEN,
                        Definition.SHORT)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AbsenceYears::group)
                        .toList());
    }

    private static Group group(Row row) {
        var place = new TreeMap<String, String>();
        for (AbsenceDimension dimension : AbsenceDimension.values()) {
            place.put(dimension.name(), row.getString(dimension.column()));
        }
        return new Group(
                place,
                new Tally(
                        row.getLong("persons"),
                        row.getLong("absent"),
                        List.of(
                                row.getLong("absent_1_7"),
                                row.getLong("absent_8_14"),
                                row.getLong("absent_15_59"),
                                row.getLong("absent_60")),
                        row.getLong("absent_ended"),
                        row.getLong("repeatedly"),
                        row.getBigDecimal("planned"),
                        List.of(
                                row.getBigDecimal("days_1_7"),
                                row.getBigDecimal("days_8_14"),
                                row.getBigDecimal("days_15_59"),
                                row.getBigDecimal("days_60")),
                        row.getLong("employed_days"),
                        row.getLong("begun"),
                        row.getBigDecimal("ended_hours")));
    }
}

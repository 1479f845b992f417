package org.samverka.reporting.absence;

/**
 * What a period of each person comes to, as the database adds it up; equal to {@link Person#time}. To be put after
 * {@code with given as (select ... as as_of, ... as max_days), span as (select ... pseudonym, part, first_day, last_day)},
 * gives {@code person_time} with one row per person and part who has planned time in it.
 */
public final class PersonTimes {
    private PersonTimes() {}

    public static final String SQL = """
            plan as materialized (
                select w.pseudonym, w.part, e.id as employment, greatest(s.first_day, w.first_day) as first_day,
                    least(s.last_day, w.last_day) as last_day, s.extent, s.weekly_hours * 0.2 as daily
                from span w
                join absence.employment e on e.pseudonym = w.pseudonym
                join absence.slice s on s.employment_id = e.id and not s.hourly
                    and s.first_day <= w.last_day and s.last_day >= w.first_day),
            planned as (
                select pseudonym, part, sum(daily * absence.weekdays(first_day, last_day)) as hours,
                    range_agg(daterange(first_day, last_day, '[]')) as days, max(last_day) as last_day
                from plan group by pseudonym, part),
            extents as (
                select p.pseudonym, p.part, sum(p.extent) >= 1 as full_time
                from plan p join planned d on (d.pseudonym, d.part, d.last_day) = (p.pseudonym, p.part, p.last_day)
                group by p.pseudonym, p.part),
            sickness as (
                select p.pseudonym, p.part, least(ep.last_day, g.as_of) - ep.first_day + 1 as length,
                    p.daily * t.extent * absence.weekdays(
                        greatest(p.first_day, t.first_day), least(p.last_day, t.last_day, g.as_of)) as hours
                from given g cross join plan p
                join absence.episode ep on ep.employment_id = p.employment and ep.kind = 'sick'
                    and ep.first_day <= least(p.last_day, g.as_of) and ep.last_day >= p.first_day
                join absence.part t on t.episode_id = ep.id
                    and t.first_day <= p.last_day and t.last_day >= p.first_day),
            sick as (
                select pseudonym, part,
                    coalesce(sum(hours) filter (where length <= 7), 0) as days_1_7,
                    coalesce(sum(hours) filter (where length between 8 and 14), 0) as days_8_14,
                    coalesce(sum(hours) filter (where length between 15 and 59), 0) as days_15_59,
                    coalesce(sum(hours) filter (where length >= 60), 0) as days_60
                from sickness group by pseudonym, part),
            begun as (
                select p.pseudonym, p.part, count(*) as episodes,
                    range_agg(daterange(ep.first_day, least(ep.last_day, g.as_of), '[]')) as days
                from given g cross join plan p
                join absence.episode ep on ep.employment_id = p.employment and ep.kind = 'sick'
                    and ep.first_day between p.first_day and least(p.last_day, g.as_of)
                group by p.pseudonym, p.part),
            ended as (
                select w.pseudonym, w.part, sum(s.weekly_hours * 0.2 * t.extent * absence.weekdays(
                    greatest(s.first_day, t.first_day), least(s.last_day, t.last_day))) as hours
                from given g cross join span w
                join absence.employment e on e.pseudonym = w.pseudonym
                join absence.episode ep on ep.employment_id = e.id and ep.kind = 'sick'
                    and ep.last_day between w.first_day and least(w.last_day, g.as_of)
                join absence.part t on t.episode_id = ep.id
                join absence.slice s on s.employment_id = e.id and not s.hourly
                    and s.first_day <= t.last_day and s.last_day >= t.first_day
                group by w.pseudonym, w.part),
            person_time as (
                select d.pseudonym, d.part, d.hours as planned, coalesce(s.days_1_7, 0) as days_1_7,
                    coalesce(s.days_8_14, 0) as days_8_14, coalesce(s.days_15_59, 0) as days_15_59,
                    coalesce(s.days_60, 0) as days_60, x.full_time, coalesce(b.episodes, 0) as begun,
                    (select sum(upper(r) - lower(r)) from unnest(d.days) r) as employed_days,
                    (select count(*) from given g, unnest(b.days) r where upper(r) - lower(r) <= g.max_days) as occasions,
                    coalesce(n.hours, 0) as ended_hours
                from planned d
                join extents x on (x.pseudonym, x.part) = (d.pseudonym, d.part)
                left join sick s on (s.pseudonym, s.part) = (d.pseudonym, d.part)
                left join begun b on (b.pseudonym, b.part) = (d.pseudonym, d.part)
                left join ended n on (n.pseudonym, n.part) = (d.pseudonym, d.part))
            """;
}

package org.samverka.participants.person;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.samverka.participants.person.PeopleList.Filter;

/**
 * A list of people as SQL that reads little more than the page it gives, however many people there are and however often
 * a name: each way of fitting is a branch of its own, which an index gives in the order of the list.
 */
record PeopleQuery(String sql, Map<String, Object> parameters) {
    /** How many letters of a name are in the indexes that keep the list's order. */
    private static final int LETTERS = 3;

    /** More names than this only narrow what these have found. */
    private static final int SOUGHT = 2;

    /** @param organizations whose people these are, at least one */
    static PeopleQuery of(Filter filter, Collection<String> organizations, long after, int rows) {
        Map<String, Object> parameters = new HashMap<>(Map.of("after", after, "rows", rows));
        String narrowed = narrowed(filter, parameters);
        var branches = new ArrayList<String>();
        int number = 0;
        for (String organization : organizations) {
            for (String fitting : fitting(filter.names())) {
                branches.add(
                        "(select id, position from person where organization = :organization%d and position > :after%s%s order by position limit :rows)"
                                .formatted(number, narrowed, fitting));
            }
            parameters.put("organization" + number, organization);
            number++;
        }
        return new PeopleQuery("""
                select %s from (select id, position from (%s) branches order by position limit :rows) page
                join person p on p.id = page.id order by page.position
                """.formatted(Person.COLUMNS, String.join(" union ", branches)), parameters);
    }

    /** A protected person is in no unit and has no name. */
    private static String narrowed(Filter filter, Map<String, Object> parameters) {
        var where = new StringBuilder();
        narrow(where, parameters, "unit", filter.unit());
        narrow(where, parameters, "person_ref", filter.personRef());
        narrow(where, parameters, "leader", filter.leader());
        narrow(where, parameters, "active", filter.active());
        List<String> names = filter.names();
        for (int i = 0; i < names.size(); i++) {
            parameters.put("name" + i, names.get(i));
        }
        for (int i = SOUGHT; i < names.size(); i++) {
            where.append(" and (%s or %s)".formatted(begins("family", i), begins("given", i)));
        }
        if (filter.unit() != null || !names.isEmpty()) {
            where.append(" and not protected_identity");
        }
        return where.toString();
    }

    private static void narrow(
            StringBuilder where, Map<String, Object> parameters, String column, @Nullable Object value) {
        if (value != null) {
            where.append(" and %s = :%s".formatted(column, column));
            parameters.put(column, value);
        }
    }

    /** The ways in which the first names can be beginnings of the given and the family name. */
    private static List<String> fitting(List<String> names) {
        List<String> ways = List.of("");
        for (int i = 0; i < Math.min(SOUGHT, names.size()); i++) {
            int number = i;
            String name = names.get(i);
            ways = ways.stream()
                    .flatMap(way ->
                            List.of("family", "given").stream().map(field -> way + " and " + fits(field, number, name)))
                    .toList();
        }
        return ways;
    }

    private static String fits(String field, int number, String name) {
        int letters = name.codePointCount(0, name.length());
        if (letters < LETTERS) {
            return begins(field, number);
        }
        String indexed = "left(%s_folded, %d) = left(folded(:name%d), %d)".formatted(field, LETTERS, number, LETTERS);
        return letters == LETTERS ? indexed : indexed + " and " + begins(field, number);
    }

    private static String begins(String field, int number) {
        return "%s_folded like folded(:name%d) || '%%'".formatted(field, number);
    }
}

package org.samverka.reporting.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Units below organizations, as paths: {@code olofstrom/care/home-care}. A slash at the end stands for those who are there
 * and in no unit below: {@code olofstrom/}.
 */
final class UnitTree {
    static final UnitTree NONE = new UnitTree(Map.of());

    private static final char BELOW = '/';

    private final Map<Unit, String> parents;
    private final Set<Unit> withUnitsBelow = new HashSet<>();

    record Unit(String organization, String ref) {}

    UnitTree(Map<Unit, String> parents) {
        this.parents = parents;
        parents.forEach((unit, parent) -> withUnitsBelow.add(new Unit(unit.organization(), parent)));
    }

    /**
     * From the organization down to where somebody is.
     *
     * @param category an organization, and after a slash the unit, with what could be taken for a slash escaped
     */
    List<String> paths(String category) {
        int slash = category.indexOf(BELOW);
        if (slash < 0) {
            return List.of(category);
        }
        String organization = category.substring(0, slash);
        String unit = category.substring(slash + 1);
        List<String> paths = new ArrayList<>(List.of(organization));
        var path = new StringBuilder(organization);
        for (String ref : downTo(organization, unit)) {
            path.append(BELOW).append(ref);
            paths.add(path.toString());
        }
        if (!unit.isEmpty() && withUnitsBelow.contains(new Unit(organization, decoded(unit)))) {
            paths.add(path.append(BELOW).toString());
        }
        return paths;
    }

    /** Whoever says that a unit lies within itself has it ended there. */
    private Deque<String> downTo(String organization, String unit) {
        Deque<String> refs = new ArrayDeque<>(List.of(unit));
        Set<String> passed = new HashSet<>(refs);
        String parent = parents.get(new Unit(organization, decoded(unit)));
        while (parent != null && passed.add(encoded(parent))) {
            refs.addFirst(encoded(parent));
            parent = parents.get(new Unit(organization, parent));
        }
        return refs;
    }

    static boolean isUnit(String path) {
        return path.indexOf(BELOW) >= 0;
    }

    /** Who is in a unit that has units below, and in none of them: nobody asks for that, though it follows from the rest. */
    static boolean isRemainder(String path) {
        return path.endsWith("" + BELOW) && path.indexOf(BELOW) < path.length() - 1;
    }

    static String organization(String path) {
        return isUnit(path) ? path.substring(0, path.indexOf(BELOW)) : path;
    }

    /** Null where people are in no unit. */
    static @Nullable String unit(String path) {
        String last = path.substring(path.lastIndexOf(BELOW) + 1);
        return last.isEmpty() ? null : decoded(last);
    }

    private static String encoded(String ref) {
        return ref.replace("%", "%25").replace("/", "%2F");
    }

    private static String decoded(String ref) {
        return URLDecoder.decode(ref.replace("+", "%2B"), UTF_8);
    }
}

package org.samverka.participants.application;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.samverka.participants.program.ProgramDefinition.RoleMix;

/**
 * Whom an organization has handed in.
 *
 * @param complete whether it has the leaders and employees that the program asks for
 * @param missing which of {@code leader} and {@code employee} it lacks
 */
record Team(int enrolled, int leaders, int employees, boolean complete, List<String> missing) {

    static Team of(int enrolled, int leaders, @Nullable RoleMix asked) {
        int employees = enrolled - leaders;
        var missing = new ArrayList<String>();
        if (asked != null && leaders < asked.leaders()) {
            missing.add("leader");
        }
        if (asked != null && employees < asked.employees()) {
            missing.add("employee");
        }
        return new Team(enrolled, leaders, employees, missing.isEmpty(), List.copyOf(missing));
    }
}

package org.samverka.stack.demo.hr;

import java.util.List;
import org.samverka.contracts.Gender;

/**
 * A synthetic person.
 *
 * @param ref the person's reference in the HR system
 * @param employments the first one is the largest
 */
public record Employee(
        String ref,
        String given,
        String family,
        String email,
        Gender gender,
        int birthYear,
        boolean leader,
        Unit unit,
        List<Employment> employments) {
    /** Whether the person works there when the feed ends. */
    public boolean stays() {
        return employments.get(0).lastDay() == null;
    }
}

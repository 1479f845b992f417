package org.samverka.evaluation.survey;

import org.jspecify.annotations.Nullable;

/**
 * How many of those asked have answered, as far as somebody may be told who has the list of those asked: nobody shall
 * learn of a person that they have not answered, neither from one figure nor from two.
 *
 * <ul>
 *   <li>{@code answered} is told in steps of seven, rounded down, so that two figures never differ by less; nothing is
 *       told below seven.
 *   <li>It always leaves at least seven who may not have answered, even when everybody has: else one person more who is
 *       asked would show whether that one answers.
 * </ul>
 *
 * @param assigned exactly; who attended is known anyway
 * @param answered at least so many; none: withheld
 */
record ResponseRate(int assigned, @Nullable Integer answered) {
    static final int SMALLEST_GROUP = 7;

    static ResponseRate of(int assigned, int answered) {
        int told = Math.min(answered, assigned - SMALLEST_GROUP) / SMALLEST_GROUP * SMALLEST_GROUP;
        return new ResponseRate(assigned, told < SMALLEST_GROUP ? null : told);
    }
}

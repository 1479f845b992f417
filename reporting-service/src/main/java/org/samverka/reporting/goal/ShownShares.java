package org.samverka.reporting.goal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.samverka.reporting.disclosure.Share;

/**
 * Shares of a goal as they are shown: each follows what was answered only when the minimum of answers has come to it, so
 * that no two successive values tell a single answer.
 */
record ShownShares(List<Cell> cells) {
    static final ShownShares NONE = new ShownShares(List.of());

    /** @param place the category per dimension, none for the total */
    record Cell(Map<String, String> place, long yes, long valid) {}

    /** Those of which fewer than the minimum have answered are kept as they are: nothing of them is shown. */
    ShownShares follow(Map<Map<String, String>, Share> current, int minimum) {
        Map<Map<String, String>, Share> before = shares();
        var now = new ArrayList<Cell>();
        current.forEach((place, share) -> {
            Share shown = before.get(place);
            Share next = shown != null && stays(shown, share, minimum) ? shown : share;
            now.add(new Cell(place, next.numerator(), next.denominator()));
        });
        now.sort(Comparator.comparing(cell -> cell.place().toString()));
        return new ShownShares(List.copyOf(now));
    }

    private static boolean stays(Share shown, Share current, int minimum) {
        return shown.denominator() >= minimum && Math.abs(current.denominator() - shown.denominator()) < minimum;
    }

    Map<Map<String, String>, Share> shares() {
        var shares = new HashMap<Map<String, String>, Share>();
        cells.forEach(cell -> shares.put(cell.place(), new Share(cell.yes(), cell.valid())));
        return shares;
    }
}

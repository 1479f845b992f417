package org.samverka.evaluation.spreadsheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.samverka.contracts.rest.Invalid;

/** A sheet whose first row names its columns; what is empty is not there. */
record Sheet(String name, List<Row> rows) {
    static final int MOST_ROWS = 5_000;
    static final int MOST_COLUMNS = 60;
    static final int LONGEST_CELL = 10_000;

    /** @param number as a spreadsheet shows it, from 1 */
    record Row(String sheet, int number, Map<String, String> cells) {
        String get(String column) {
            return cells.getOrDefault(column, "");
        }

        boolean has(String column) {
            return cells.containsKey(column);
        }

        Invalid.Error error(String column, String code, String detail) {
            return Sheet.error(sheet, number, column, code, detail);
        }
    }

    static Invalid.Error error(String sheet, int row, String column, String code, String detail) {
        return new Invalid.Error(
                "/" + escaped(sheet) + "/" + row + "/" + escaped(column),
                code,
                "Sheet %s, row %d, column %s: %s".formatted(sheet, row, column, detail));
    }

    private static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    /** Gathers rows of cells, the first of which are the columns' names, and what is wrong with them. */
    static final class Builder {
        private final String name;
        private final List<Row> rows = new ArrayList<>();
        private final List<Invalid.Error> errors;
        private List<String> columns = List.of();

        Builder(String name, List<Invalid.Error> errors) {
            this.name = name;
            this.errors = errors;
        }

        void add(int number, List<String> cells) {
            if (cells.stream().allMatch(String::isBlank)) {
                return;
            }
            if (columns.isEmpty()) {
                columns = cells.stream().map(String::strip).toList();
                if (columns.size() > MOST_COLUMNS) {
                    throw new Invalid(
                            "/" + escaped(name), "too-many", "A sheet has at most %d columns".formatted(MOST_COLUMNS));
                }
                return;
            }
            if (rows.size() == MOST_ROWS) {
                throw new Invalid("/" + escaped(name), "too-many", "A sheet has at most %d rows".formatted(MOST_ROWS));
            }
            rows.add(new Row(name, number, read(number, cells)));
        }

        private Map<String, String> read(int number, List<String> cells) {
            var read = new TreeMap<String, String>();
            for (int i = 0; i < cells.size(); i++) {
                String cell = cells.get(i).strip();
                if (!cell.isEmpty()) {
                    String column = i < columns.size() ? columns.get(i) : "";
                    check(number, column.isEmpty() ? Integer.toString(i + 1) : column, cell, column.isEmpty());
                    read.put(column, cell);
                }
            }
            return read;
        }

        private void check(int number, String column, String cell, boolean nameless) {
            if (nameless) {
                errors.add(error(name, number, column, "nameless-column", "The first row does not name this column"));
            }
            if (cell.length() > LONGEST_CELL || cell.indexOf('\0') >= 0) {
                errors.add(error(name, number, column, "too-long", "A cell is a text of at most 10 000 characters"));
            }
            if (isFormula(cell)) {
                errors.add(error(
                        name, number, column, "formula", "Write words, not a formula; none begins with = + @ or -"));
            }
        }

        /** What a spreadsheet would compute when somebody opens it again; a negative number is none. */
        private static boolean isFormula(String cell) {
            char first = cell.charAt(0);
            return first == '='
                    || first == '@'
                    || first == '+'
                    || (first == '-' && !cell.matches("-[0-9]{1,15}([.,][0-9]{1,15})?"));
        }

        Sheet build() {
            return new Sheet(name, List.copyOf(rows));
        }
    }
}

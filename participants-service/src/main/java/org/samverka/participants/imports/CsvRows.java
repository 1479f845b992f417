package org.samverka.participants.imports;

import static java.util.stream.Collectors.joining;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifiers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV file with a line of headers (RFC 4180, and the dialects around). */
final class CsvRows implements Rows {
    private static final int LONGEST_HEADER = 20_000;
    private static final int MOST_COLUMNS = 500;
    private static final int LONGEST_FIELD = 10_000;
    private static final int LONGEST_RECORD = 100_000;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CloseableIterator<CsvRecord> records;
    private final int fields;
    private final int[] columns; // field by column, -1 for none
    private long line = 1;

    private CsvRows(CloseableIterator<CsvRecord> records, int fields, int[] columns) {
        this.records = records;
        this.fields = fields;
        this.columns = columns;
    }

    static Rows of(InputStream file, Row.Kind kind, Mapping mapping) {
        var reader = new BufferedReader(new InputStreamReader(
                file,
                mapping.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            skipByteOrderMark(reader);
            char delimiter = Objects.requireNonNullElseGet(mapping.delimiter(), () -> mostFrequent(reader));
            CloseableIterator<CsvRecord> records = CsvReader.builder()
                    .fieldSeparator(delimiter)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .build(
                            CsvRecordHandler.builder()
                                    .maxFields(MOST_COLUMNS)
                                    .maxFieldSize(LONGEST_FIELD)
                                    .maxRecordSize(LONGEST_RECORD)
                                    .fieldModifier(FieldModifiers.STRIP)
                                    .build(),
                            reader)
                    .iterator();
            if (!records.hasNext()) {
                throw new Unreadable("empty-file", "The file has no line of headers");
            }
            List<String> headers = records.next().getFields();
            return new CsvRows(records, kind.fields().size(), columns(headers, kind, mapping));
        } catch (CsvParseException | UncheckedIOException e) {
            throw unreadable(e, 1);
        } catch (IOException e) {
            throw unreadable(new UncheckedIOException(e), 1);
        }
    }

    private static void skipByteOrderMark(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    private static char mostFrequent(BufferedReader reader) {
        try {
            reader.mark(LONGEST_HEADER);
            char[] beginning = new char[LONGEST_HEADER];
            int read = Math.max(0, reader.read(beginning, 0, LONGEST_HEADER));
            reader.reset();
            String header = new String(beginning, 0, read).lines().findFirst().orElse("");
            return ";,\t|"
                    .chars()
                    .mapToObj(c -> (char) c)
                    .max(java.util.Comparator.comparing(
                            c -> header.chars().filter(each -> each == c).count()))
                    .orElse(',');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] columns(List<String> headers, Row.Kind kind, Mapping mapping) {
        int[] columns = new int[headers.size()];
        var found = new boolean[kind.fields().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = field(headers.get(i), kind, mapping);
            if (columns[i] >= 0) {
                if (found[columns[i]]) {
                    throw new Unreadable(
                            "column-twice", "Two columns are " + kind.fields().get(columns[i]));
                }
                found[columns[i]] = true;
            }
        }
        String missing = kind.required().stream()
                .filter(field -> !found[kind.fields().indexOf(field)])
                .collect(joining(", "));
        if (!missing.isEmpty()) {
            throw new Unreadable("missing-column", "Say in columns which ones are: " + missing);
        }
        return columns;
    }

    private static int field(String header, Row.Kind kind, Mapping mapping) {
        String field = mapping.columns().getOrDefault(header, header);
        for (int i = 0; i < kind.fields().size(); i++) {
            if (kind.fields().get(i).toLowerCase(Locale.ROOT).equals(field.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable Row next() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            line = record.getStartingLineNumber();
            if (record.getFieldCount() != columns.length) {
                return Row.faulty(line, "wrong-number-of-columns");
            }
            @Nullable String[] values = new String[fields];
            for (int i = 0; i < columns.length; i++) {
                if (columns[i] >= 0) {
                    String value = record.getField(i);
                    values[columns[i]] = value.isEmpty() ? null : value;
                }
            }
            return Arrays.stream(values).allMatch(Objects::isNull)
                    ? Row.faulty(line, "empty-row")
                    : Row.of(line, values);
        } catch (CsvParseException | UncheckedIOException e) {
            throw unreadable(e, line);
        }
    }

    private static Unreadable unreadable(RuntimeException e, long line) {
        if (encodingIsWrong(e)) {
            return Unreadable.at(line, "undecodable", "these bytes are not in the encoding that was said");
        }
        return Unreadable.at(
                line,
                "malformed-csv",
                "a quote is open or a line is longer than %d characters".formatted(LONGEST_RECORD));
    }

    private static boolean encodingIsWrong(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.nio.charset.CharacterCodingException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}

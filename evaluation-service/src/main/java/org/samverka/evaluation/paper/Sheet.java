package org.samverka.evaluation.paper;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.samverka.contracts.rest.Invalid;

/**
 * Paper answers as a CSV file with a line of headers: {@code assignment} (the code on the form; without it the answer is
 * nobody's), {@code organization}, {@code gender} and {@code targetGroup} of a form without a code, and a column for each
 * item. It is read once, into parts of some thousand rows; a file can be longer than what one would keep in memory.
 */
final class Sheet {
    static final int ROWS_PER_PART = 5000;

    static final String ASSIGNMENT = "assignment";
    static final String ORGANIZATION = "organization";
    static final String GENDER = "gender";
    static final String TARGET_GROUP = "targetGroup";

    private static final Set<String> OURS = Set.of(ASSIGNMENT, ORGANIZATION, GENDER, TARGET_GROUP);
    private static final int LONGEST_FIELD = 4000;

    private Sheet() {}

    /** Rows as they stand in the file, packed, to be kept for a while. */
    record Packed(int rows, byte[] content) {}

    /** @param values by the sheet's columns, in their order; where a row is short, fewer */
    record Row(int line, List<String> values) {}

    /** @param rows one after the other, as they stand in the file */
    record Part(List<String> columns, List<Row> rows) {}

    /**
     * Hands over the file's parts, one by one.
     *
     * @throws Invalid when it is no CSV file, or has a column that is neither ours nor an item
     */
    static int read(InputStream file, Set<String> items, BiConsumer<Integer, Packed> part) {
        int line = 1;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(1 << 20)
                .ofCsvRecord(new InputStreamReader(
                        file,
                        UTF_8.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
            var records = reader.iterator();
            if (!records.hasNext()) {
                throw new Invalid("/header", "empty-file", "The file has no line of headers");
            }
            List<String> columns = columns(records.next().getFields(), items);
            var rows = new ArrayList<Row>(ROWS_PER_PART);
            int parts = 0;
            while (records.hasNext()) {
                CsvRecord record = records.next();
                line = (int) record.getStartingLineNumber();
                rows.add(new Row(line, List.copyOf(record.getFields())));
                if (rows.size() == ROWS_PER_PART) {
                    part.accept(parts++, packed(columns, rows));
                    rows.clear();
                }
            }
            if (!rows.isEmpty()) {
                part.accept(parts++, packed(columns, rows));
            }
            return parts;
        } catch (CsvParseException | UncheckedIOException | IOException e) {
            throw new Invalid("/line/" + line, "unreadable", "Not CSV in UTF-8 from about here on");
        }
    }

    private static List<String> columns(List<String> headers, Set<String> items) {
        var columns = new ArrayList<String>();
        var errors = new ArrayList<Invalid.Error>();
        var seen = new HashSet<String>();
        for (int i = 0; i < headers.size(); i++) {
            String header = headers.get(i).replace("\uFEFF", "").strip();
            if (!OURS.contains(header) && !items.contains(header)) {
                errors.add(new Invalid.Error("/header/" + i, "unknown-column", "Neither an item nor one of " + OURS));
            } else if (!seen.add(header)) {
                errors.add(new Invalid.Error("/header/" + i, "column-twice", "There is such a column before"));
            }
            columns.add(header);
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        return columns;
    }

    private static Packed packed(List<String> columns, List<Row> rows) throws IOException {
        var bytes = new ByteArrayOutputStream(rows.size() * 32);
        var fast = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, fast, 8192))) {
            write(out, columns);
            out.writeInt(rows.size());
            for (Row row : rows) {
                out.writeInt(row.line());
                write(out, row.values());
            }
        } finally {
            fast.end();
        }
        return new Packed(rows.size(), bytes.toByteArray());
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text.length() > LONGEST_FIELD ? text.substring(0, LONGEST_FIELD) : text);
        }
    }

    static Part unpack(byte[] content) {
        try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(content)))) {
            List<String> columns = texts(in);
            int count = in.readInt();
            var rows = new ArrayList<Row>(count);
            for (int i = 0; i < count; i++) {
                rows.add(new Row(in.readInt(), texts(in)));
            }
            return new Part(columns, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        int count = in.readInt();
        var texts = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}

package org.samverka.evaluation.spreadsheet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.samverka.contracts.rest.Invalid;

/** An Excel workbook's sheets. It is unpacked once only to be measured, before anything reads what is in it. */
final class XlsxFile {
    private static final int MOST_ENTRIES = 200;
    private static final int MOST_UNPACKED = 20 << 20;
    private static final List<String> KNOWN = List.of("survey", "choices", "settings");

    private XlsxFile() {}

    static List<Sheet> read(byte[] file, List<Invalid.Error> errors) {
        requireHarmless(file);
        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            List<Sheet> sheets = new ArrayList<>();
            for (var sheet : workbook.getSheets().toList()) {
                String name = sheet.getName().strip().toLowerCase(Locale.ROOT);
                if (KNOWN.contains(name)) {
                    var builder = new Sheet.Builder(name, errors);
                    try (Stream<Row> rows = sheet.openStream()) {
                        rows.forEach(row -> builder.add(row.getRowNum(), cells(name, row, errors)));
                    }
                    sheets.add(builder.build());
                }
            }
            return sheets;
        } catch (ExcelReaderException | IOException | UncheckedIOException e) {
            throw unreadable();
        }
    }

    private static List<String> cells(String sheet, Row row, List<Invalid.Error> errors) {
        if (row.getCellCount() > Sheet.MOST_COLUMNS) {
            throw new Invalid("/" + sheet, "too-many", "A sheet has at most %d columns".formatted(Sheet.MOST_COLUMNS));
        }
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
            Cell cell = row.getOptionalCell(i).orElse(null);
            if (cell != null && (cell.getType() == CellType.FORMULA || cell.getFormula() != null)) {
                errors.add(Sheet.error(
                        sheet,
                        row.getRowNum(),
                        Integer.toString(i + 1),
                        "formula",
                        "Write what it comes to, not a formula"));
                cells.add("");
            } else {
                cells.add(cell == null || cell.getRawValue() == null ? "" : cell.getText());
            }
        }
        return cells;
    }

    /** Measures what really comes out, whatever the archive says of itself; read as the workbook's reader reads it. */
    private static void requireHarmless(byte[] file) {
        long unpacked = 0;
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(file))
                .get()) {
            List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
            if (entries.size() > MOST_ENTRIES) {
                throw tooLarge();
            }
            byte[] part = new byte[8192];
            for (ZipArchiveEntry entry : entries) {
                requireNoProgram(entry.getName());
                try (InputStream content = zip.getInputStream(entry)) {
                    unpacked += measured(content, part, unpacked);
                }
            }
        } catch (IOException e) {
            throw unreadable();
        }
    }

    private static long measured(InputStream entry, byte[] part, long before) throws IOException {
        long size = 0;
        var beginning = new StringBuilder();
        for (int read = entry.read(part); read >= 0; read = entry.read(part)) {
            size += read;
            if (before + size > MOST_UNPACKED) {
                throw tooLarge();
            }
            if (beginning.length() < 2 * part.length) {
                beginning.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
            }
        }
        requireNoDeclarations(beginning.toString());
        return size;
    }

    /** XML that declares entities, or hides them in another encoding. */
    private static void requireNoDeclarations(String beginning) {
        if (beginning.contains("<!DOCTYPE")
                || beginning.contains("<!ENTITY")
                || beginning.startsWith("\u00FE\u00FF")
                || beginning.startsWith("\u00FF\u00FE")
                || beginning.startsWith("\0")
                || beginning.startsWith("<\0")) {
            throw new Invalid(
                    "/", "hostile-file", "The workbook declares entities; save it anew in a spreadsheet program");
        }
    }

    private static void requireNoProgram(String entry) {
        String name = entry.toLowerCase(Locale.ROOT);
        if (name.contains("vbaproject") || name.contains("externallinks") || name.contains("embeddings")) {
            throw new Invalid(
                    "/", "hostile-file", "Save the workbook without macros, links to others and embedded files");
        }
    }

    private static Invalid tooLarge() {
        return new Invalid(
                "/", "too-large-unpacked", "Unpacked, the workbook is larger than 20 MB or has too many parts");
    }

    private static Invalid unreadable() {
        return new Invalid("/", "malformed-xlsx", "This is not an Excel workbook (.xlsx)");
    }
}

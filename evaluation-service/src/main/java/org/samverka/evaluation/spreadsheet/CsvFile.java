package org.samverka.evaluation.spreadsheet;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.samverka.contracts.rest.Invalid;

/** A CSV file (RFC 4180; comma, semicolon or tab; UTF-8) as the sheet named survey. */
final class CsvFile {
    private CsvFile() {}

    static List<Sheet> read(byte[] file, List<Invalid.Error> errors) {
        String text = decoded(file);
        var sheet = new Sheet.Builder("survey", errors);
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .fieldSeparator(separator(text))
                .allowExtraFields(true)
                .allowMissingFields(true)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(Sheet.MOST_COLUMNS)
                                .maxFieldSize(2 * Sheet.LONGEST_CELL)
                                .build(),
                        text)) {
            for (CsvRecord record : records) {
                sheet.add((int) record.getStartingLineNumber(), new ArrayList<>(record.getFields()));
            }
        } catch (CsvParseException e) {
            throw new Invalid(
                    "/survey", "malformed-csv", "A quote is open, a cell too long or a row has too many cells");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(sheet.build());
    }

    private static String decoded(byte[] file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Invalid("/survey", "undecodable", "Save the file as CSV in UTF-8");
        }
    }

    private static char separator(String text) {
        String header = text.lines().findFirst().orElse("");
        long commas = header.chars().filter(c -> c == ',').count();
        long semicolons = header.chars().filter(c -> c == ';').count();
        long tabs = header.chars().filter(c -> c == '\t').count();
        if (tabs > commas && tabs > semicolons) {
            return '\t';
        }
        return semicolons > commas ? ';' : ',';
    }
}

package org.samverka.participants.imports;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.participants.identity.IdentityNumber.Country;

/**
 * How a file is written.
 *
 * @param columns our field by the file's column; where it says nothing, the column's own name counts
 * @param delimiter none: the one that the first line has most of
 * @param dates none: ISO 8601
 * @param percent whether extents are percentages rather than fractions
 * @param country whose identity numbers they are
 */
record Mapping(
        Map<String, String> columns,
        @Nullable Character delimiter,
        Charset charset,
        boolean decimalComma,
        boolean percent,
        @Nullable String dates,
        Country country) {
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "iso-8859-1", StandardCharsets.ISO_8859_1,
            "windows-1252", Charset.forName("windows-1252"));
    private static final Map<String, Character> DELIMITERS =
            Map.of(",", ',', ";", ';', "|", '|', "tab", '\t', "comma", ',', "semicolon", ';');
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}([.,][0-9]{1,6})?");
    private static final Pattern DATE = Pattern.compile("[yuMd./ -]{6,12}");

    static Charset charset(@Nullable String name) {
        Charset charset = CHARSETS.get(name == null ? "utf-8" : name.toLowerCase(Locale.ROOT));
        if (charset == null) {
            throw new Invalid("/encoding", "unknown-encoding", "Known here: UTF-8, ISO-8859-1, windows-1252");
        }
        return charset;
    }

    static @Nullable Character delimiter(@Nullable String name) {
        if (name == null) {
            return null;
        }
        Character delimiter = DELIMITERS.get(name.toLowerCase(Locale.ROOT));
        if (delimiter == null) {
            throw new Invalid("/delimiter", "unknown-delimiter", "Known here: comma, semicolon, tab, |");
        }
        return delimiter;
    }

    /** Checked, so that no row stumbles over it. */
    static @Nullable String dates(@Nullable String pattern) {
        if (pattern == null) {
            return null;
        }
        try {
            if (DATE.matcher(pattern).matches()) {
                LocalDate day = LocalDate.of(2026, 3, 29);
                DateTimeFormatter format = formatter(pattern);
                if (LocalDate.parse(day.format(format), format).equals(day)) {
                    return pattern;
                }
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            // Said below.
        }
        throw new Invalid(
                "/dateFormat", "unknown-date-format", "Write it as yyyy-MM-dd, dd.MM.yyyy, yyyyMMdd or the like");
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** What is needed to read values once the rows are there, as it is kept with them. */
    String writing() {
        return "%s;%s;%s".formatted(decimalComma, percent, dates == null ? "" : dates);
    }

    static Mapping ofWriting(String writing, Country country) {
        String[] parts = writing.split(";", -1);
        return new Mapping(
                Map.of(),
                null,
                StandardCharsets.UTF_8,
                Boolean.parseBoolean(parts[0]),
                Boolean.parseBoolean(parts[1]),
                parts[2].isEmpty() ? null : parts[2],
                country);
    }

    DateTimeFormatter dateFormat() {
        return dates == null
                ? DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.STRICT)
                : formatter(dates);
    }

    /** None when it is no number as this file writes them. */
    @Nullable
    BigDecimal number(String text) {
        if (!NUMBER.matcher(text).matches() || text.indexOf(decimalComma ? '.' : ',') >= 0) {
            return null;
        }
        return new BigDecimal(text.replace(',', '.'));
    }
}

package org.samverka.reporting.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.reporting.release.Content;
import org.samverka.reporting.release.ReleasedFigure;
import org.samverka.reporting.release.ReleasedFigure.Unit;

/** How a language puts things: words in texts/report_*.properties, numbers and dates as people there write them. */
final class Wording {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final Map<Language, Wording> ALL =
            Arrays.stream(Language.values()).collect(Collectors.toMap(Function.identity(), Wording::new));

    private final Language language;
    private final Locale locale;
    private final DateTimeFormatter days;
    private final Properties texts = new Properties();

    private Wording(Language language) {
        this.language = language;
        this.locale = language == Language.en ? Locale.UK : Locale.forLanguageTag(language.name());
        this.days = switch (language) {
            case sv -> DateTimeFormatter.ISO_LOCAL_DATE;
            case da -> DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT);
            case en -> DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
        };
        String file = "/texts/report_" + language + ".properties";
        try (InputStream stream = Objects.requireNonNull(Wording.class.getResourceAsStream(file), file)) {
            texts.load(new InputStreamReader(stream, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Wording in(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    Language language() {
        return language;
    }

    /** The names of the texts; the same in each language. */
    java.util.Set<String> names() {
        return texts.stringPropertyNames();
    }

    String text(String key) {
        return Objects.requireNonNull(texts.getProperty(key), key);
    }

    String text(String key, Object... values) {
        return text(key).formatted(values);
    }

    /** What there is no word for is called by its key. */
    String name(String kind, String key) {
        return texts.getProperty(kind + "." + key, key);
    }

    String day(LocalDate day) {
        return days.format(day);
    }

    /** A category as people call it; target groups have names in the release. */
    String category(String dimension, String category, Content content) {
        if (category.equals("-")) {
            return name("none", dimension);
        }
        return dimension.equals("targetGroup")
                ? content.targetGroups().getOrDefault(category, category)
                : name(dimension, category);
    }

    /** The figure's value, or why there is none. */
    String value(ReleasedFigure figure, Content content) {
        return value(figure, figure.value(), false, content);
    }

    /** @param isPart the number is a numerator or denominator, which has not the figure's unit */
    String value(ReleasedFigure figure, @Nullable BigDecimal number, boolean isPart, Content content) {
        if (figure.suppressed() != null) {
            return text("suppressed." + figure.suppressed());
        }
        return number == null ? text("none") : number(number, isPart ? Unit.number : figure.unit(), content.currency());
    }

    String number(BigDecimal number, Unit unit, @Nullable String currency) {
        return switch (unit) {
            case share -> percent(number);
            case change -> signed(number) + percent(number.abs());
            case points -> signed(number) + text("points", decimal(number.abs().multiply(HUNDRED), 0, 2));
            case money -> decimal(number, 0, 2) + "\u00a0" + Objects.requireNonNullElse(currency, "");
            case hours -> decimal(number, 0, 1);
            case count, number -> decimal(number, 0, 2);
        };
    }

    /** An end of an interval, which has the unit of what is in it. */
    String bound(BigDecimal number, Unit unit) {
        return unit == Unit.points
                ? signed(number) + decimal(number.abs().multiply(HUNDRED), 0, 2)
                : number(number, unit, null);
    }

    private static String signed(BigDecimal number) {
        return number.signum() < 0 ? "−" : number.signum() > 0 ? "+" : "";
    }

    private String percent(BigDecimal share) {
        return text("percent", decimal(share.multiply(HUNDRED), 1, 1));
    }

    private String decimal(BigDecimal number, int atLeast, int atMost) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMinimumFractionDigits(atLeast);
        format.setMaximumFractionDigits(atMost);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(number).replace('\u202f', '\u00a0');
    }
}

package org.samverka.reporting.narrative;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.reporting.release.Content;
import org.samverka.reporting.release.ReleasedFigure;

/**
 * Figures in a text, written {@code {{statistics/headCount/gender=woman}}}, or {@code {{goals/network-people#needed}}} for
 * another field than the value. They are the release's when it is read, so no text says another figure than it.
 */
public final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]{1,400})}}");
    private static final List<String> FIELDS = List.of("value", "numerator", "denominator", "low", "high", "needed");

    private static final List<String> PARTS = List.of("numerator", "denominator");

    private final Content content;
    private final Map<String, ReleasedFigure> figures;

    public Placeholders(Content content) {
        this.content = content;
        this.figures = content.byId();
    }

    /** @param field one of value, numerator, denominator, low, high, needed */
    private record Link(String id, String field) {
        static Link of(MatchResult match) {
            String[] parts = match.group(1).strip().split("#", 2);
            return new Link(parts[0].strip(), parts.length > 1 ? parts[1].strip() : "value");
        }
    }

    record Unknown(String code, String detail) {
        Invalid.Error in(String pointer) {
            return new Invalid.Error(pointer, code, detail);
        }
    }

    Stream<Unknown> unknownIn(String text) {
        return PLACEHOLDER.matcher(text).results().map(Link::of).flatMap(this::unknown);
    }

    private Stream<Unknown> unknown(Link link) {
        if (!figures.containsKey(link.id())) {
            return Stream.of(new Unknown(
                    "unknown-figure", "The release has no figure of the id %s".formatted(shortened(link.id()))));
        }
        return FIELDS.contains(link.field())
                ? Stream.of()
                : Stream.of(new Unknown("unknown-field", "Known here: " + String.join(", ", FIELDS)));
    }

    private static String shortened(String id) {
        return id.length() > 100 ? id.substring(0, 100) + "…" : id;
    }

    /** How a number of a figure is written in a language. */
    public interface Writing {
        /** @param isPart it is the numerator or denominator, which has not the figure's unit */
        String write(ReleasedFigure figure, @Nullable BigDecimal number, boolean isPart);
    }

    /** The text with the figures in it. */
    public String resolved(String text, Writing writing) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            Link link = Link.of(match);
            ReleasedFigure figure = Objects.requireNonNull(figures.get(link.id()));
            return Matcher.quoteReplacement(
                    writing.write(figure, field(figure, link.field()), PARTS.contains(link.field())));
        });
    }

    private @Nullable BigDecimal field(ReleasedFigure figure, String field) {
        return switch (field) {
            case "numerator" -> figure.numerator();
            case "denominator" -> figure.denominator();
            case "low" -> figure.low();
            case "high" -> figure.high();
            case "needed" -> needed(figure);
            default -> figure.value();
        };
    }

    private @Nullable BigDecimal needed(ReleasedFigure figure) {
        return content.goals().stream()
                .filter(goal -> goal.key().equals(figure.of()))
                .map(goal -> goal.needed() == null ? goal.threshold() : goal.needed())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}

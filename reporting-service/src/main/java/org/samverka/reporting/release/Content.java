package org.samverka.reporting.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.reporting.release.ReportKind.Part;

/**
 * What a release says, and nothing of who froze it when: the same state of things has the same content, and so the same
 * digest. Its canonical form is JSON with sorted keys, plain numbers, nothing for what is none, and no white space.
 *
 * @param format rises when the form changes
 * @param name of the program; {@code targetGroups} theirs, by key
 * @param currency of the funding
 */
public record Content(
        int format,
        String program,
        String name,
        LocalDate from,
        LocalDate to,
        ReportKind kind,
        @Nullable Integer absenceYear,
        @Nullable String currency,
        SortedMap<String, String> targetGroups,
        List<FrozenGoal> goals,
        List<ReleasedFigure> figures) {
    static final int FORMAT = 1;

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A goal and how it stood; its figure is {@code goals/<key>}. */
    public record FrozenGoal(
            String key,
            String wording,
            @Nullable String metric,
            @Nullable String measure,
            @Nullable String targetGroup,
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal tolerance,
            GoalState state,
            @Nullable String reason,
            @Nullable BigDecimal needed,
            @Nullable BigDecimal all,
            @Nullable BigDecimal valueOfAll) {
        FrozenGoal withoutShare() {
            return new FrozenGoal(
                    key, wording, metric, measure, targetGroup, threshold, tolerance, state, reason, needed, all, null);
        }

        /** What it asks for, whatever came of it. */
        boolean asksTheSameAs(FrozenGoal other) {
            return equals(new FrozenGoal(
                    other.key,
                    other.wording,
                    other.metric,
                    other.measure,
                    other.targetGroup,
                    other.threshold,
                    other.tolerance,
                    state,
                    reason,
                    other.needed,
                    all,
                    valueOfAll));
        }
    }

    static Content read(String canonical) {
        try {
            return CANONICAL.readValue(canonical, Content.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    String canonical() {
        try {
            return CANONICAL.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String hash(String canonical) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public SortedMap<String, ReleasedFigure> byId() {
        return figures.stream()
                .collect(Collectors.toMap(
                        ReleasedFigure::id,
                        Function.identity(),
                        (one, other) -> one,
                        TreeMap<String, ReleasedFigure>::new));
    }

    Map<String, FrozenGoal> goalsByKey() {
        return goals.stream().collect(Collectors.toMap(FrozenGoal::key, Function.identity()));
    }

    /** With other figures; of a goal whose share is hidden, nothing is said that it follows from. */
    Content with(List<ReleasedFigure> others) {
        Set<String> hidden = others.stream()
                .filter(figure -> figure.part() == Part.goals && figure.isTotal() && figure.suppressed() != null)
                .map(ReleasedFigure::of)
                .collect(Collectors.toSet());
        return new Content(
                format,
                program,
                name,
                from,
                to,
                kind,
                absenceYear,
                currency,
                targetGroups,
                goals.stream()
                        .map(goal -> hidden.contains(goal.key()) ? goal.withoutShare() : goal)
                        .toList(),
                others);
    }
}

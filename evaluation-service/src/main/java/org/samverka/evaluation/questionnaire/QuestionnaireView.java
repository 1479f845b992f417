package org.samverka.evaluation.questionnaire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.language.Accepted;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.questionnaire.Item.EnableWhen;
import org.samverka.evaluation.questionnaire.Item.Option;
import org.samverka.evaluation.questionnaire.Item.Type;

/**
 * A questionnaire or an instrument as it is put to somebody.
 *
 * @param language of every text
 * @param languages in which it can be had
 * @param oneAtATime shown one question a screen
 */
public record QuestionnaireView(
        String key,
        int version,
        Language language,
        List<Language> languages,
        String title,
        @Nullable String description,
        boolean oneAtATime,
        List<ItemView> items) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * @param type boolean, decimal, integer, date, string, text, choice, open-choice; group or display are no questions
     * @param control how it may be shown; a group that is a gtable is a matrix
     * @param enableWhen the item is asked when all of them hold, or any where {@code enableBehavior} is any
     */
    public record ItemView(
            String linkId,
            String type,
            @Nullable String prefix,
            @Nullable String text,
            boolean required,
            boolean repeats,
            @Nullable String control,
            List<OptionView> options,
            @Nullable Integer maxLength,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            @Nullable String pattern,
            List<ConditionView> enableWhen,
            String enableBehavior,
            List<ItemView> items) {
        static ItemView of(Item item, Language language) {
            return new ItemView(
                    item.linkId(),
                    item.type().code,
                    item.prefix(),
                    in(item.text(), language),
                    item.required(),
                    item.repeats(),
                    item.control(),
                    item.options().stream()
                            .map(option -> new OptionView(option.value(), labelOf(option, language)))
                            .toList(),
                    item.maxLength(),
                    item.min(),
                    item.max(),
                    item.form() == null ? null : item.form().pattern(),
                    item.enableWhen().stream().map(ConditionView::of).toList(),
                    item.any() ? "any" : "all",
                    item.items().stream().map(child -> of(child, language)).toList());
        }
    }

    /** @param value what an answer says */
    public record OptionView(
            @Schema(oneOf = {String.class, Integer.class}) Object value, String text) {}

    public record ConditionView(
            String question,
            String operator,

            @Schema(oneOf = {String.class, BigDecimal.class, Boolean.class})
            Object answer) {
        static ConditionView of(EnableWhen condition) {
            return new ConditionView(
                    condition.question(),
                    condition.operator().code,
                    condition.answer() instanceof LocalDate day ? day.toString() : condition.answer());
        }
    }

    /**
     * Where answers lead.
     *
     * @param screens what is shown together after these answers, by link id
     * @param errors what is wrong or still missing
     */
    public record ProgressView(List<List<String>> screens, List<Invalid.Error> errors) {
        public static ProgressView of(Questionnaire questionnaire, Map<String, ? extends @Nullable Object> answers) {
            Route route = questionnaire.route(answers);
            return new ProgressView(questionnaire.screens(route), route.errors());
        }
    }

    public static QuestionnaireView of(Questionnaire questionnaire, Accepted accepted) {
        Language language = accepted.among(
                questionnaire.languages().isEmpty() ? List.of(questionnaire.language()) : questionnaire.languages());
        return new QuestionnaireView(
                questionnaire.key(),
                questionnaire.version(),
                language,
                questionnaire.languages(),
                questionnaire.title().in(language),
                in(questionnaire.description(), language),
                questionnaire.oneAtATime(),
                questionnaire.items().stream()
                        .map(item -> ItemView.of(item, language))
                        .toList());
    }

    private static @Nullable String in(@Nullable Text text, Language language) {
        return text == null ? null : text.in(language);
    }

    static String labelOf(Option option, Language language) {
        return option.display() == null
                ? option.value().toString()
                : option.display().in(language);
    }

    /** An instrument as the questionnaire that it is: each item a choice on its scale. */
    public static Questionnaire of(Instrument instrument) {
        List<Item> items = instrument.items().stream()
                .map(item -> new Item(
                        item.key(),
                        Type.choice,
                        null,
                        item.text(),
                        item.required(),
                        false,
                        "radio-button",
                        options(instrument.scaleOf(item)),
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        false,
                        List.of(),
                        NODES.objectNode()))
                .toList();
        List<Language> languages = instrument.languages();
        return new Questionnaire(
                instrument.key(),
                instrument.version(),
                languages.contains(Language.sv) ? Language.sv : languages.get(0),
                instrument.title(),
                instrument.introduction(),
                false,
                items,
                null,
                NODES.objectNode());
    }

    private static List<Option> options(Instrument.Scale scale) {
        return IntStream.rangeClosed(scale.from(), scale.to())
                .mapToObj(value -> new Option(
                        BigDecimal.valueOf(value),
                        false,
                        null,
                        scale.labels().get(value),
                        BigDecimal.valueOf(value),
                        NODES.objectNode()))
                .toList();
    }
}

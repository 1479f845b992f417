package org.samverka.evaluation.questionnaire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.questionnaire.Item.Option;
import org.samverka.evaluation.scoring.Form;
import org.samverka.evaluation.scoring.Scoring;

/**
 * An instrument or a questionnaire as FHIR R4 carries it, and what somebody answered to it. An instrument's answers are codes
 * then, since only these have a label and a weight: the code 3 stands for the answer 3.
 */
public final class PortableForm {
    private final Questionnaire questionnaire;
    private final boolean coded;

    private PortableForm(Questionnaire questionnaire, boolean coded) {
        this.questionnaire = questionnaire;
        this.coded = coded;
    }

    public static PortableForm of(Form form) {
        return form instanceof Questionnaire questionnaire
                ? new PortableForm(questionnaire, false)
                : new PortableForm(coded((Instrument) form), true);
    }

    /** Who answered, as the survey knows them. */
    public record Subject(String survey, UUID respondent) {}

    public JsonNode questionnaire() {
        return FhirOut.questionnaire(questionnaire);
    }

    /**
     * Answers that were given, as they are kept.
     *
     * @param scores whole numbers, by item
     * @param told what is not in own words, by item
     * @param words own words, by item
     */
    public JsonNode response(
            Map<String, ? extends @Nullable Object> scores,
            Map<String, ? extends @Nullable Object> told,
            Map<String, ? extends @Nullable Object> words,
            Subject subject) {
        ObjectNode response =
                FhirOut.response(questionnaire, coded ? codes(scores) : questionnaire.givenAnswers(told, words), true);
        response.putObject("subject")
                .putObject("identifier")
                .put("system", "urn:samverka:survey:" + subject.survey())
                .put("value", subject.respondent().toString());
        return response;
    }

    private static Map<String, @Nullable Object> codes(Map<String, ? extends @Nullable Object> scores) {
        var codes = new HashMap<String, @Nullable Object>();
        scores.forEach((item, score) -> codes.put(item, String.valueOf(score)));
        return codes;
    }

    private static Questionnaire coded(Instrument instrument) {
        Questionnaire plain = QuestionnaireView.of(instrument);
        return new Questionnaire(
                plain.key(),
                plain.version(),
                plain.language(),
                plain.title(),
                plain.description(),
                plain.oneAtATime(),
                plain.items().stream().map(PortableForm::coded).toList(),
                instrument.scoring(),
                described(instrument, plain));
    }

    private static Item coded(Item item) {
        List<Option> options = item.options().stream()
                .map(option -> new Option(
                        option.value().toString(), true, null, option.display(), option.weight(), option.rest()))
                .toList();
        return new Item(
                item.linkId(),
                item.type(),
                item.prefix(),
                item.text(),
                item.required(),
                item.repeats(),
                item.control(),
                options,
                item.maxLength(),
                item.min(),
                item.max(),
                item.form(),
                item.enableWhen(),
                item.any(),
                item.items(),
                item.rest());
    }

    /** By what right the words are used goes with them. */
    private static ObjectNode described(Instrument instrument, Questionnaire plain) {
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        about.put("url", "urn:samverka:questionnaire:" + plain.key())
                .put("version", Integer.toString(plain.version()))
                .put("name", plain.key())
                .put("status", "active")
                .put("language", plain.language().name())
                .put(
                        "copyright",
                        "%s; %s; %s"
                                .formatted(
                                        instrument.license().holder(),
                                        instrument.license().spdx(),
                                        instrument.license().source()));
        Scoring scoring = instrument.scoring();
        if (scoring != null) {
            about.withArray("extension")
                    .addObject()
                    .put("url", FhirIn.OURS + "scoring")
                    .put("valueString", scoring.key() + "|" + scoring.version());
        }
        return about;
    }
}

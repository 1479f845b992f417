package org.samverka.evaluation.screening;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.ScreeningEvent.OfferState;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.access.Access.By;
import org.samverka.evaluation.access.AccessLog;
import org.samverka.evaluation.access.What;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.language.Accepted;
import org.samverka.evaluation.scoring.Band;
import org.samverka.evaluation.scoring.Measure;
import org.samverka.evaluation.screening.Offers.Recipient;
import org.samverka.evaluation.screening.Results.Result;

/**
 * What a screening came to, for whoever answered it; offers of support, for whom they are made to; and what occupational
 * health may see of them. Nobody else is told anything, in whatever role.
 */
@Path("/api/v1")
public class ScreeningResource {
    private final Results results;
    private final Offers offers;
    private final AccessLog log;
    private final Caller caller;

    ScreeningResource(Results results, Offers offers, AccessLog log, Caller caller) {
        this.log = log;
        this.results = results;
        this.offers = offers;
        this.caller = caller;
    }

    /**
     * @param round 2: of the second answer
     * @param value none: too little was answered
     * @param meaning what the value means, or what comes next
     * @param notADiagnosis to be shown beside it
     */
    public record ResultView(
            Instrument.Reference instrument,
            Language language,
            int round,
            Outcome outcome,
            @Nullable BigDecimal value,
            @Nullable String band,
            String meaning,
            String notADiagnosis) {
        static ResultView of(Result result, Language language) {
            return new ResultView(
                    new Instrument.Reference(
                            result.instrument().key(), result.instrument().version()),
                    language,
                    result.round(),
                    result.outcome(),
                    result.value(),
                    result.band(),
                    meaning(result, language),
                    Words.notADiagnosis(language));
        }

        private static String meaning(Result result, Language language) {
            return switch (result.outcome()) {
                case REPEAT -> Words.repeat(language);
                case INDETERMINATE -> Words.indeterminate(language);
                case CLEAR, RISK_ZONE -> bandMeaning(result, language);
            };
        }

        private static String bandMeaning(Result result, Language language) {
            List<Measure> measures =
                    Objects.requireNonNull(result.instrument().scoring()).measures();
            return measures.get(0).bands().stream()
                    .filter(band -> band.key().equals(result.band()))
                    .findFirst()
                    .map(Band::meaning)
                    .map(text -> text.in(language))
                    .orElse("");
        }
    }

    /** @param expiresOn the last day to answer */
    public record OfferView(
            UUID id,
            String program,
            OfferState state,
            LocalDate expiresOn,
            Language language,
            String text,
            int version) {
        static OfferView of(Offer offer, Language language) {
            return new OfferView(
                    offer.id(),
                    offer.program(),
                    offer.state(),
                    offer.expiresOn(),
                    language,
                    Words.of(offer.state(), language),
                    offer.version());
        }
    }

    public enum Reply {
        accepted(OfferState.accepted),
        declined(OfferState.declined);

        final OfferState state;

        Reply(OfferState state) {
            this.state = state;
        }
    }

    public record AnswerRequest(@NotNull Reply answer) {}

    /**
     * @param result none: the person accepted support, but does not let you see the result
     */
    public record RecipientView(
            UUID id,
            String survey,
            String program,
            UUID personId,
            @Nullable String organization,
            OfferState state,
            @Nullable SharedResult result) {
        static RecipientView of(Recipient recipient) {
            Offer offer = recipient.offer();
            String outcome = recipient.outcome();
            return new RecipientView(
                    offer.id(),
                    offer.survey(),
                    offer.program(),
                    recipient.person(),
                    offer.organization(),
                    offer.state(),
                    outcome == null ? null : new SharedResult(outcome, recipient.band(), recipient.value()));
        }
    }

    public record SharedResult(
            String outcome, @Nullable String band, @Nullable BigDecimal value) {}

    @GET
    @Path("/assignments/{id}/result")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "What your answers to a screening came to, what that means, and that it is no diagnosis")
    public Uni<RestResponse<ResultView>> result(UUID id, @Context HttpHeaders headers) {
        Language language = language(headers);
        return results.of(id, caller.personId())
                .map(result -> RestResponse.ResponseBuilder.ok(ResultView.of(result, language))
                        .header(HttpHeaders.CONTENT_LANGUAGE, language.name())
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @GET
    @Path("/me/offers")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "The support that you are offered, the newest first")
    public Uni<RestResponse<Page<OfferView>>> own(@Context HttpHeaders headers) {
        Language language = language(headers);
        return offers.of(caller.personId())
                .map(found -> RestResponse.ResponseBuilder.ok(new Page<>(
                                found.stream()
                                        .map(offer -> OfferView.of(offer, language))
                                        .toList(),
                                null))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @POST
    @Path("/me/offers/{id}/answer")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Accept the support, or decline; the same answer again changes nothing")
    public Uni<RestResponse<OfferView>> answer(
            UUID id, @Context HttpHeaders headers, @NotNull @Valid AnswerRequest request) {
        Language language = language(headers);
        return offers.answer(id, caller.personId(), request.answer().state)
                .map(offer -> RestResponse.ResponseBuilder.ok(OfferView.of(offer, language))
                        .tag(ETags.of(offer.version()))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @GET
    @Path("/screening/offers")
    @RolesAllowed(Roles.OCCUPATIONAL_HEALTH)
    @Operation(
            summary =
                    "Who of your organizations has accepted support, and who lets you see their result; a page may hold"
                            + " fewer than its limit")
    public Uni<Page<RecipientView>> recipients(@BeanParam @Valid PageQuery page) {
        By by = By.of(caller);
        return offers.within(caller.organizations(), page)
                .map(rows -> Page.of(rows, page, recipient -> recipient.offer().position(), recipient -> recipient))
                .map(all -> new Page<>(
                        all.items().stream().filter(Recipient::isVisible).toList(), all.next()))
                .call(seen -> log.keep(by, accesses(seen.items())))
                .map(seen ->
                        new Page<>(seen.items().stream().map(RecipientView::of).toList(), seen.next()));
    }

    /** One for each person that is seen; that nobody was is kept too. */
    private static List<What> accesses(List<Recipient> seen) {
        return seen.isEmpty()
                ? List.of(What.granted("list", "offers, of which none was seen", null))
                : seen.stream()
                        .map(recipient -> What.granted(
                                "read",
                                (recipient.outcome() == null ? "offer " : "offer and result ")
                                        + recipient.offer().id(),
                                recipient.subject()))
                        .toList();
    }

    private static Language language(HttpHeaders headers) {
        return Accepted.by(headers.getAcceptableLanguages()).first();
    }
}

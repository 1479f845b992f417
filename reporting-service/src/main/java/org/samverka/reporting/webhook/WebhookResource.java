package org.samverka.reporting.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.webhook.Deliveries.Attempt;
import org.samverka.reporting.webhook.Deliveries.Delivery;
import org.samverka.reporting.webhook.Deliveries.Logged;
import org.samverka.reporting.webhook.Endpoints.Wanted;

@Path("/api/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class WebhookResource {
    private static final String NO_CONTROL_CHARACTERS = "\\P{Cntrl}*";

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final Signatures signatures;
    private final Reach reach;
    private final Idempotency idempotency;
    private final ObjectMapper json;
    private final Caller caller;

    WebhookResource(
            Endpoints endpoints,
            Deliveries deliveries,
            Signatures signatures,
            Configuration settings,
            Idempotency idempotency,
            ObjectMapper json,
            Caller caller) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.signatures = signatures;
        this.reach = new Reach(settings.trustedHosts().orElse(Set.of()));
        this.idempotency = idempotency;
        this.json = json;
        this.caller = caller;
    }

    /** Where a system of yours takes what it is told of a program. */
    public record RegisterWebhook(
            @NotNull @Size(min = 1, max = 80) String program,
            @NotNull @Size(max = 2000) String url,

            @Nullable @Size(max = 200) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String description,

            @NotEmpty Set<@NotNull EventType> events) {}

    /** @param state enabled or paused; enabled also ends our having switched it off */
    public record ChangeWebhook(
            @NotNull @Size(max = 2000) String url,

            @Nullable @Size(max = 200) @Pattern(regexp = NO_CONTROL_CHARACTERS)
            String description,

            @NotEmpty Set<@NotNull EventType> events,
            Endpoint.@NotNull State state) {}

    /**
     * @param reason why we switched it off
     * @param secretNumber which secret it is signed with; rises when there is a new one
     * @param previousSecretUntil for as long there is a signature of the secret before too
     * @param failingSince none: the last attempt succeeded
     */
    public record WebhookView(
            UUID id,
            String program,
            String url,
            @Nullable String description,
            List<EventType> events,
            Endpoint.State state,
            Endpoint.@Nullable Reason reason,
            int secretNumber,
            @Nullable Instant previousSecretUntil,
            @Nullable Instant failingSince,
            int version) {
        static WebhookView of(Endpoint endpoint) {
            return new WebhookView(
                    endpoint.id(),
                    endpoint.program(),
                    endpoint.url(),
                    endpoint.description(),
                    endpoint.events(),
                    endpoint.state(),
                    endpoint.reason(),
                    endpoint.secret(),
                    endpoint.previousUntil(),
                    endpoint.failingSince(),
                    endpoint.version());
        }
    }

    /** @param secret shown here and never again; what it signs see the specification Standard Webhooks */
    public record WebhookWithSecretView(
            UUID id,
            String program,
            String url,
            @Nullable String description,
            List<EventType> events,
            Endpoint.State state,
            Endpoint.@Nullable Reason reason,
            int secretNumber,
            @Nullable Instant previousSecretUntil,
            @Nullable Instant failingSince,
            int version,
            String secret) {}

    /** @param messageId the header webhook-id: the same in every attempt, also when it is asked for again */
    public record DeliveryView(
            UUID id,
            UUID messageId,
            EventType type,
            Instant causedAt,
            Deliveries.State state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant endedAt) {
        static DeliveryView of(Delivery delivery) {
            return new DeliveryView(
                    delivery.id(),
                    delivery.message(),
                    delivery.type(),
                    delivery.at(),
                    delivery.state(),
                    delivery.attempts(),
                    delivery.nextAttemptAt(),
                    delivery.endedAt());
        }
    }

    /** @param payload the body, as it was signed */
    public record LoggedDeliveryView(DeliveryView delivery, String payload, List<Attempt> attempts) {
        static LoggedDeliveryView of(Logged logged) {
            return new LoggedDeliveryView(DeliveryView.of(logged.delivery()), logged.payload(), logged.attempts());
        }
    }

    @POST
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(
            summary = "Have a system told what happens in a program, and get the secret that it is signed with",
            description = "After Standard Webhooks: headers webhook-id, webhook-timestamp and webhook-signature (v1)")
    @APIResponseSchema(value = WebhookWithSecretView.class, responseCode = "201")
    public Uni<Response> register(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey, @NotNull @Valid RegisterWebhook request) {
        caller.requireProgram(request.program());
        var wanted = new Wanted(
                reach.checked(request.url()).toString(),
                request.description(),
                request.events(),
                Endpoint.State.enabled);
        return idempotency
                .once(
                        idempotency.key(idempotencyKey, caller, "POST /webhooks", request),
                        () -> endpoints
                                .register(request.program(), wanted, caller.subject())
                                .map(endpoint -> idempotency.created(
                                        WebhookView.of(endpoint),
                                        "/api/v1/webhooks/" + endpoint.id(),
                                        endpoint.version())))
                .map(this::withSecret);
    }

    /** After the answer has been kept: the secret is kept nowhere. */
    private Response withSecret(Response answer) {
        try {
            ObjectNode view = (ObjectNode) json.readTree((String) answer.getEntity());
            UUID id = UUID.fromString(view.get("id").asText());
            view.put("secret", signatures.secret(id, view.get("secretNumber").asInt()));
            return Response.fromResponse(answer)
                    .entity(view.toString())
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GET
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "A program's webhooks, in the order they were registered")
    public Uni<Page<WebhookView>> list(@RestQuery @Nullable String program, @BeanParam @Valid PageQuery page) {
        if (program == null) {
            throw new Invalid("/program", "required", "Name one of the programs assigned to you");
        }
        caller.requireProgram(program);
        return endpoints.list(program, page).map(rows -> Page.of(rows, page, Endpoint::position, WebhookView::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "One webhook, without its secret")
    public Uni<RestResponse<WebhookView>> get(UUID id) {
        return endpoints.get(id, caller::seesProgram).map(WebhookResource::answer);
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "Change where and what it is told, pause it, or enable it again")
    public Uni<RestResponse<WebhookView>> change(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid ChangeWebhook request) {
        if (request.state() == Endpoint.State.disabled) {
            throw new Invalid("/state", "unknown-value", "Known here: enabled, paused");
        }
        var wanted = new Wanted(
                reach.checked(request.url()).toString(), request.description(), request.events(), request.state());
        return endpoints.change(id, caller::seesProgram, ifMatch, wanted).map(WebhookResource::answer);
    }

    private static RestResponse<WebhookView> answer(Endpoint endpoint) {
        return ResponseBuilder.ok(WebhookView.of(endpoint))
                .tag(ETags.of(endpoint.version()))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "Tell it nothing more, and forget what it was told")
    public Uni<RestResponse<Void>> remove(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return endpoints.remove(id, caller::seesProgram, ifMatch).map(removed -> RestResponse.noContent());
    }

    @POST
    @Path("/{id}/secrets")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "A new secret; for a day each message has a signature of the one before too")
    @APIResponseSchema(value = WebhookWithSecretView.class, responseCode = "201")
    public Uni<Response> rotate(UUID id, @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey) {
        return idempotency
                .once(
                        idempotency.key(idempotencyKey, caller, "POST /webhooks/%s/secrets".formatted(id), ""),
                        () -> endpoints
                                .rotate(id, caller::seesProgram)
                                .map(endpoint -> idempotency.created(
                                        WebhookView.of(endpoint), "/api/v1/webhooks/" + id, endpoint.version())))
                .map(this::withSecret);
    }

    @GET
    @Path("/{id}/deliveries")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "What it was told and what became of that, the oldest first; kept for 30 days")
    public Uni<Page<DeliveryView>> deliveries(
            UUID id, @RestQuery Deliveries.@Nullable State state, @BeanParam @Valid PageQuery page) {
        return endpoints
                .get(id, caller::seesProgram)
                .chain(endpoint -> deliveries.of(endpoint.id(), state, page))
                .map(rows -> Page.of(rows, page, Delivery::position, DeliveryView::of));
    }

    @GET
    @Path("/{id}/deliveries/{delivery}")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "One delivery with its body and every attempt")
    public Uni<LoggedDeliveryView> delivery(UUID id, UUID delivery) {
        return endpoints
                .get(id, caller::seesProgram)
                .chain(endpoint -> deliveries.get(endpoint.id(), delivery))
                .map(LoggedDeliveryView::of);
    }

    @POST
    @Path("/{id}/deliveries/{delivery}/redelivery")
    @RolesAllowed({Roles.COORDINATOR, Roles.PLATFORM_ADMIN})
    @Operation(summary = "Send it once more, under the same webhook-id")
    @APIResponseSchema(value = DeliveryView.class, responseCode = "202")
    public Uni<Response> redeliver(
            UUID id, UUID delivery, @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey) {
        return idempotency.once(
                idempotency.key(idempotencyKey, caller, "POST redelivery %s %s".formatted(id, delivery), ""),
                () -> endpoints
                        .get(id, caller::seesProgram)
                        .chain(endpoint -> deliveries.again(endpoint, delivery))
                        .map(again ->
                                new Idempotency.Answer(202, idempotency.write(DeliveryView.of(again)), null, null)));
    }
}

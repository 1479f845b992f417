package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.notification.Manners.Quiet;
import org.samverka.reporting.notification.Manners.Rhythm;
import org.samverka.reporting.notification.Preferences.Preference;

@Path("/api/v1/notifications/preferences")
@Tag(name = "Notifications")
public class PreferenceResource {
    private final Preferences preferences;
    private final Reader reader;

    PreferenceResource(Preferences preferences, Reader reader) {
        this.preferences = preferences;
        this.reader = reader;
    }

    /** From one local time until another, over midnight too; the same twice: none. */
    public record QuietHours(
            @NotNull LocalTime from, @NotNull LocalTime until) {}

    /**
     * @param rhythm each: a mail for each thing; daily, weekly: what can wait comes in one mail in the morning
     * @param zone IANA, such as Europe/Stockholm
     * @param unsubscribed kinds of which no mail is wanted; among the optional ones
     */
    public record PreferenceRequest(
            @NotNull Rhythm rhythm,
            @NotNull String zone,
            @NotNull @Valid QuietHours quietHours,
            @NotNull Set<@NotNull Kind> unsubscribed) {}

    /** @param optional the kinds that can be unsubscribed: of all others somebody has to be told */
    public record PreferenceView(
            Rhythm rhythm,
            String zone,
            QuietHours quietHours,
            List<Kind> unsubscribed,
            List<Kind> optional,
            int version) {
        static PreferenceView of(Preference preference) {
            Manners manners = preference.manners();
            return new PreferenceView(
                    manners.rhythm(),
                    manners.zone().getId(),
                    new QuietHours(manners.quiet().from(), manners.quiet().until()),
                    manners.unsubscribed().stream().sorted().toList(),
                    Arrays.stream(Kind.values()).filter(Kind::isOptional).toList(),
                    preference.version());
        }
    }

    @GET
    @RolesAllowed({Roles.PARTICIPANT, Roles.COORDINATOR})
    @Operation(summary = "When, how often and about what you are written to")
    public Uni<RestResponse<PreferenceView>> get() {
        return preferences.of(reader.id()).map(PreferenceResource::answer);
    }

    @PUT
    @RolesAllowed({Roles.PARTICIPANT, Roles.COORDINATOR})
    @Operation(
            summary = "Choose when, how often and about what you are written to",
            description = "What is urgent comes at once all the same, and what is necessary cannot be unsubscribed")
    public Uni<RestResponse<PreferenceView>> put(
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, @NotNull @Valid PreferenceRequest request) {
        return preferences.put(reader.id(), manners(request), ifMatch).map(PreferenceResource::answer);
    }

    private static Manners manners(PreferenceRequest request) {
        if (!request.unsubscribed().stream().allMatch(Kind::isOptional)) {
            throw new Invalid("/unsubscribed", "necessary", "Only the kinds named in optional can be unsubscribed");
        }
        return new Manners(
                zone(request.zone()),
                new Quiet(request.quietHours().from(), request.quietHours().until()),
                request.rhythm(),
                request.unsubscribed());
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new Invalid("/zone", "unknown-zone", "A name such as Europe/Stockholm");
        }
    }

    private static RestResponse<PreferenceView> answer(Preference preference) {
        return ResponseBuilder.ok(PreferenceView.of(preference))
                .tag(ETags.of(preference.version()))
                .build();
    }
}

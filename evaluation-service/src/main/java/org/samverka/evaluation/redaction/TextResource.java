package org.samverka.evaluation.redaction;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.access.Access.By;
import org.samverka.evaluation.access.AccessLog;
import org.samverka.evaluation.access.What;
import org.samverka.evaluation.redaction.Texts.Released;
import org.samverka.evaluation.redaction.Texts.Waiting;

/** Free text on its way out: only by somebody who has read it and is bound to secrecy. */
@Path("/api/v1/texts")
public class TextResource {
    private final Texts texts;
    private final AccessLog log;
    private final Caller caller;

    TextResource(Texts texts, AccessLog log, Caller caller) {
        this.log = log;
        this.texts = texts;
        this.caller = caller;
    }

    public record WaitingView(UUID id, String survey, String item, String words) {
        static WaitingView of(Waiting text) {
            return new WaitingView(text.id(), text.survey(), text.item(), text.words());
        }
    }

    public record ReleasedView(UUID id, String item, String words) {
        static ReleasedView of(Released text) {
            return new ReleasedView(text.id(), text.item(), text.words());
        }
    }

    public enum Decision {
        released,
        withheld
    }

    /** @param words what may be read, without what tells of a person; with released only */
    public record DecisionRequest(
            @NotNull Decision decision,
            @Nullable @Size(max = 10_000) String words) {}

    @GET
    @Path("/waiting")
    @RolesAllowed(Roles.OCCUPATIONAL_HEALTH)
    @Operation(
            summary = "What people of your organizations wrote and nobody has read yet; a hundred at most, in no order")
    public Uni<Page<WaitingView>> waiting(@RestQuery @Nullable String survey) {
        By by = By.of(caller);
        return texts.waiting(survey, caller.organizations())
                .call(found -> log.keep(
                        by,
                        found.isEmpty()
                                ? List.of(What.granted("list", "free text, of which there was none", null))
                                : found.stream()
                                        .map(text -> What.granted("read", "free text " + text.id(), null))
                                        .toList()))
                .map(found -> new Page<>(found.stream().map(WaitingView::of).toList(), null));
    }

    @POST
    @Path("/waiting/{id}/decision")
    @RolesAllowed(Roles.OCCUPATIONAL_HEALTH)
    @Operation(summary = "Release what may be read of a text, or withhold it")
    public Uni<Void> decide(UUID id, @NotNull @Valid DecisionRequest request) {
        String words = request.words();
        if ((request.decision() == Decision.released) != (words != null && !words.isBlank())) {
            throw new Invalid("/words", "required", "Say what may be read when you release it, and only then");
        }
        return log.logged(
                By.of(caller),
                request.decision() == Decision.released ? "release" : "withhold",
                "free text " + id,
                texts.decide(id, caller.organizations(), words, caller.subject()));
    }

    @GET
    @Path("/released")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST})
    @Operation(summary = "What was released of a survey that at least seven have answered")
    public Uni<Page<ReleasedView>> released(@RestQuery @Nullable @NotBlank String survey) {
        if (survey == null) {
            throw new Invalid("/survey", "required", "Say in ?survey= which one");
        }
        return texts.released(survey, caller.programs())
                .map(found -> new Page<>(found.stream().map(ReleasedView::of).toList(), null));
    }
}

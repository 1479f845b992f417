package org.samverka.sessions.answer;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Faults;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.StorableText;
import org.samverka.sessions.answer.MyInvitationsResource.Reply;
import org.samverka.sessions.invitation.AnswerLinks;
import org.samverka.sessions.invitation.AnswerLinks.LinkNotValid;
import org.samverka.sessions.invitation.Invitations;
import org.samverka.sessions.invitation.Invitations.Invited;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.need.StatedNeeds;
import org.samverka.sessions.session.Parts;

/**
 * Pages by which whoever has a letter answers it. The link's token is behind the number sign, which reaches no server: a
 * script puts it into a form, and without scripts the reader pastes the link there. From then on it is in the body of
 * requests and in no address, so that no log has it.
 */
@Path("/invitation")
@Produces("text/html; charset=UTF-8")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
public class InvitationPageResource {
    private static final int OK = 200;
    private static final int NOT_KNOWN = 404;
    private static final int REFUSED = 409;
    private static final int INVALID = 422;
    private static final int TRY_LATER = 503;

    private final Template template;
    private final AnswerLinks links;
    private final Invitations invitations;
    private final Answers answers;
    private final Parts parts;

    InvitationPageResource(
            @Location("invitation.html") Template template,
            AnswerLinks links,
            Invitations invitations,
            Answers answers,
            Parts parts) {
        this.template = template;
        this.links = links;
        this.invitations = invitations;
        this.answers = answers;
        this.parts = parts;
    }

    @GET
    @PermitAll
    @Operation(hidden = true)
    public Uni<Response> start(@HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String accepted) {
        Texts texts = texts(null, accepted);
        return answer(texts, InvitationPage.asking(texts, ""), OK);
    }

    @POST
    @PermitAll
    @Operation(hidden = true)
    public Uni<Response> open(
            @RestForm @Nullable String token,
            @RestForm @Nullable String language,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String accepted) {
        Texts texts = texts(language, accepted);
        if (token == null || token.isBlank()) {
            return answer(texts, InvitationPage.asking(texts, ""), OK);
        }
        String code = code(token);
        return shown(texts, code)
                .chain(page -> answer(texts, page, OK))
                .onFailure(InvitationPageResource::canBeTold)
                .recoverWithUni(refusal -> refuse(texts, InvitationPage.asking(texts, code), refusal));
    }

    @POST
    @Path("/answer")
    @PermitAll
    @Operation(hidden = true)
    public Uni<Response> answer(
            @RestForm @Nullable String token,
            @RestForm @Nullable String language,
            @RestForm @Nullable String answer,
            @RestForm @Nullable List<String> need,
            @RestForm @Nullable String text,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String accepted) {
        Texts texts = texts(language, accepted);
        String code = code(token == null ? "" : token);
        return Uni.createFrom()
                .deferred(() ->
                        answers.answer(links.open(code), null, null, person -> stated(person, answer, need, text)))
                .chain(invited -> page(texts, code, invited)
                        .map(page -> page.thanking(texts, invited.invitation().state())))
                .chain(page -> answer(texts, page, OK))
                .onFailure(InvitationPageResource::canBeTold)
                .recoverWithUni(refusal -> shown(texts, code)
                        .onFailure(InvitationPageResource::canBeTold)
                        .recoverWithItem(InvitationPage.asking(texts, code))
                        .chain(page -> refuse(texts, page, refusal)));
    }

    private static @Nullable StatedNeeds stated(
            UUID person, @Nullable String answer, @Nullable List<String> needs, @Nullable String text) {
        if (Reply.declined.name().equals(answer)) {
            return null;
        }
        if (!Reply.accepted.name().equals(answer)) {
            throw new Invalid("/answer", "not-null", "Say whether you come");
        }
        if (text != null && (text.length() > StatedNeeds.MAX_TEXT || !StorableText.is(text))) {
            throw new Invalid("/text", "size", "Write at most %d characters".formatted(StatedNeeds.MAX_TEXT));
        }
        List<String> ticked = needs == null ? List.of() : needs;
        List<Need> chosen = Arrays.stream(Need.values())
                .filter(one -> ticked.contains(one.name()))
                .toList();
        return StatedNeeds.of(person, chosen, text);
    }

    private static Texts texts(@Nullable String chosen, @Nullable String accepted) {
        return Texts.of("answer", chosen == null || chosen.isBlank() ? accepted : chosen);
    }

    /** Of a whole link, what follows the number sign. */
    private static String code(String pasted) {
        return pasted.substring(pasted.indexOf('#') + 1).strip();
    }

    private Uni<InvitationPage> shown(Texts texts, String code) {
        return Uni.createFrom()
                .deferred(() -> invitations.known(links.open(code), null))
                .chain(invited -> page(texts, code, invited));
    }

    private Uni<InvitationPage> page(Texts texts, String code, Invited invited) {
        UUID session = invited.session().id();
        return parts.of(List.of(session))
                .map(parts -> InvitationPage.of(texts, code, invited, parts.getOrDefault(session, List.of())));
    }

    private static boolean canBeTold(Throwable failure) {
        return failure instanceof DomainException || Faults.willPass(failure);
    }

    private Uni<Response> refuse(Texts texts, InvitationPage page, Throwable refusal) {
        return refusal instanceof DomainException known
                ? answer(texts, page.refusing(texts, known.code()), status(known))
                : answer(texts, page.refusing(texts, "other"), TRY_LATER);
    }

    private static int status(DomainException refusal) {
        return refusal instanceof LinkNotValid ? NOT_KNOWN : refusal instanceof Invalid ? INVALID : REFUSED;
    }

    /** Nothing of it is kept anywhere, and nothing comes from elsewhere. */
    private Uni<Response> answer(Texts texts, InvitationPage page, int status) {
        return template.data("page", page)
                .data("t", texts.all())
                .createUni()
                .map(html -> Response.status(status)
                        .entity(html)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                        .header(HttpHeaders.CONTENT_LANGUAGE, page.language())
                        .header("Referrer-Policy", "no-referrer")
                        .header("X-Content-Type-Options", "nosniff")
                        .header(
                                "Content-Security-Policy",
                                "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self';"
                                        + " base-uri 'none'; frame-ancestors 'none'")
                        .build());
    }
}

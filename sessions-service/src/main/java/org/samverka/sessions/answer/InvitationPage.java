package org.samverka.sessions.answer;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.invitation.Invitation.State;
import org.samverka.sessions.invitation.Invitations.Invited;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.Session;

/**
 * What a page about an invitation shows: no more than whoever holds the link has to know, no person, no program, no needs
 * and no title of a support track.
 *
 * @param token as it was sent; it stays in the page and is in no address
 * @param invitation none where there is none to show
 * @param thanks for an answer that was kept just now
 * @param error what was wrong with what was sent
 */
public record InvitationPage(
        String language,
        String token,
        @Nullable Shown invitation,
        @Nullable String thanks,
        @Nullable String error) {

    /** @param answered whether something has been answered before */
    public record Shown(
            String title,
            List<String> times,
            @Nullable String venue,
            String state,
            boolean answered,
            String question,
            String freeText,
            List<Choice> choices) {}

    public record Choice(String value, String label) {}

    /** Asks for the link. */
    static InvitationPage asking(Texts texts, String token) {
        return new InvitationPage(texts.language(), token, null, null, null);
    }

    static InvitationPage of(Texts texts, String token, Invited invited, List<Part> parts) {
        Session session = invited.session();
        State state = invited.invitation().state();
        NeedsQuestion question = NeedsQuestion.in(texts.language());
        return new InvitationPage(
                texts.language(),
                token,
                new Shown(
                        invited.discreet() ? texts.get("neutral") : session.title(),
                        parts.stream()
                                .map(part -> time(part, session.zone(), texts.locale()))
                                .toList(),
                        session.venue(),
                        texts.get("state_" + state, "error_invitation_taken_back"),
                        state != State.open,
                        question.question(),
                        question.freeText(),
                        question.choices().stream()
                                .map(choice -> new Choice(choice.need().name(), choice.label()))
                                .toList()),
                null,
                null);
    }

    /** The answer has been kept. */
    InvitationPage thanking(Texts texts, State state) {
        return new InvitationPage(language, token, invitation, texts.get("thanks_" + state), null);
    }

    /** @param code of the refusal, in kebab-case */
    InvitationPage refusing(Texts texts, String code) {
        return new InvitationPage(
                language, token, invitation, null, texts.get("error_" + code.replace('-', '_'), "error_other"));
    }

    private static String time(Part part, String zone, Locale language) {
        Locale locale = language.equals(Locale.ENGLISH) ? Locale.UK : language;
        LocalDateTime end = part.until(zone).atZone(ZoneId.of(zone)).toLocalDateTime();
        boolean sameDay = end.toLocalDate().equals(part.startsAt().toLocalDate());
        DateTimeFormatter whole = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
                .withLocale(locale);
        DateTimeFormatter hour =
                DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale);
        String time = "%s–%s (%s)".formatted(whole.format(part.startsAt()), (sameDay ? hour : whole).format(end), zone);
        return part.title() == null ? time : time + ": " + part.title();
    }
}

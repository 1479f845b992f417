package org.samverka.sessions.invitation;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.AnswerLink;
import org.samverka.contracts.SessionEvent.InvitationCanceled;
import org.samverka.contracts.SessionEvent.InvitationChanged;
import org.samverka.contracts.SessionEvent.InvitationReminded;
import org.samverka.contracts.SessionEvent.InvitationSent;
import org.samverka.contracts.SessionEvent.Notice;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.sessions.calendar.CalendarEntry;
import org.samverka.sessions.calendar.SessionMessage;
import org.samverka.sessions.calendar.SessionMessage.Method;
import org.samverka.sessions.calendar.SessionMessage.Participation;
import org.samverka.sessions.invitation.Invitation.State;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.worker.Workers;

/** Tells people of a session: many at once, written away from the event loop, since each is signed. */
@ApplicationScoped
class Notices {
    /** Every invitation asks for all of them. */
    private static final List<String> NEEDS =
            Arrays.stream(Need.values()).map(Need::name).toList();

    private final AnswerLinks links;
    private final Workers workers;
    private final Outbox outbox;

    Notices(AnswerLinks links, Workers workers, Outbox outbox) {
        this.links = links;
        this.workers = workers;
        this.outbox = outbox;
    }

    /** Whom to tell. */
    record Told(UUID invitation, UUID person, UUID pseudonym, int sequence, State state) {
        private Participation participation() {
            return switch (state) {
                case accepted -> Participation.ACCEPTED;
                case declined -> Participation.DECLINED;
                default -> Participation.NEEDS_ACTION;
            };
        }
    }

    /** What to tell them of. */
    record Matter(
            Session session,
            boolean discreet,
            Instant changedAt,
            List<Part> parts,
            @Nullable String venue) {
        private CalendarEntry entry() {
            return new CalendarEntry(
                    session.title(),
                    session.zone(),
                    parts.stream().map(Part::stretch).toList(),
                    venue,
                    discreet,
                    changedAt);
        }

        private Instant end() {
            return parts.get(parts.size() - 1).until(session.zone());
        }

        private Notice notice(Told told, SessionMessage message) {
            return new Notice(
                    discreet ? null : session.title(),
                    session.startsAt(),
                    end().atZone(ZoneId.of(session.zone())).toLocalDateTime(),
                    session.zone(),
                    venue,
                    discreet,
                    told.sequence(),
                    message.to(told.invitation(), told.sequence(), told.participation()));
        }
    }

    private interface Asking {
        SessionEvent of(Told told, Notice notice, AnswerLink link);
    }

    Uni<Void> tellInvited(Matter matter, List<Told> people) {
        return ask(
                matter,
                people,
                (told, notice, link) -> new InvitationSent(
                        told.invitation(),
                        matter.session().id(),
                        matter.session().program(),
                        told.person(),
                        told.pseudonym(),
                        notice,
                        link));
    }

    Uni<Void> remind(Matter matter, int daysBefore, List<Told> people) {
        return ask(
                matter,
                people,
                (told, notice, link) -> new InvitationReminded(
                        told.invitation(),
                        matter.session().id(),
                        matter.session().program(),
                        told.person(),
                        told.pseudonym(),
                        daysBefore,
                        notice,
                        link));
    }

    Uni<Void> tellMoved(Matter matter, List<Told> people) {
        return ask(
                matter,
                people,
                (told, notice, link) -> new InvitationChanged(
                        told.invitation(),
                        matter.session().id(),
                        matter.session().program(),
                        told.person(),
                        told.pseudonym(),
                        notice,
                        link));
    }

    private Uni<Void> ask(Matter matter, List<Told> people, Asking event) {
        Instant until = Invitation.startOf(matter.session());
        return tell(
                matter,
                Method.REQUEST,
                people,
                (told, notice) ->
                        event.of(told, notice, new AnswerLink(links.token(told.invitation(), until), until, NEEDS)));
    }

    Uni<Void> tellCanceled(Matter matter, boolean sessionCanceled, List<Told> people) {
        return tell(
                matter,
                Method.CANCEL,
                people,
                (told, notice) -> new InvitationCanceled(
                        told.invitation(),
                        matter.session().id(),
                        matter.session().program(),
                        told.person(),
                        told.pseudonym(),
                        sessionCanceled,
                        notice));
    }

    private Uni<Void> tell(
            Matter matter, Method method, List<Told> people, BiFunction<Told, Notice, SessionEvent> event) {
        return people.isEmpty()
                ? Uni.createFrom().voidItem()
                : workers.run(() -> write(matter, method, people, event)).chain(events -> outbox.append(events));
    }

    private static List<SessionEvent> write(
            Matter matter, Method method, List<Told> people, BiFunction<Told, Notice, SessionEvent> event) {
        SessionMessage message = SessionMessage.of(method, matter.entry());
        return people.stream()
                .map(told -> event.apply(told, matter.notice(told, message)))
                .toList();
    }
}

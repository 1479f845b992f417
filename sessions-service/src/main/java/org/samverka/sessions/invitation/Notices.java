package org.samverka.sessions.invitation;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.AnswerLink;
import org.samverka.contracts.SessionEvent.InvitationCanceled;
import org.samverka.contracts.SessionEvent.InvitationChanged;
import org.samverka.contracts.SessionEvent.InvitationReminded;
import org.samverka.contracts.SessionEvent.InvitationSent;
import org.samverka.contracts.SessionEvent.Notice;
import org.samverka.sessions.calendar.CalendarEntry;
import org.samverka.sessions.calendar.SessionMessage;
import org.samverka.sessions.calendar.SessionMessage.Method;
import org.samverka.sessions.calendar.SessionMessage.Participation;
import org.samverka.sessions.invitation.Due.When;
import org.samverka.sessions.invitation.Invitation.State;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.session.Session;

/** What people are told of a session: written for many at once, away from the event loop, since each is signed. */
@ApplicationScoped
class Notices {
    /** Every invitation asks for all of them. */
    private static final List<String> NEEDS =
            Arrays.stream(Need.values()).map(Need::name).toList();

    private final AnswerLinks links;

    Notices(AnswerLinks links) {
        this.links = links;
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
            When when,
            @Nullable String venue) {
        private CalendarEntry entry() {
            return new CalendarEntry(
                    session.title(), session.startsAt(), session.zone(), when.end(), venue, discreet, when.changedAt());
        }

        private Notice notice(Told told, SessionMessage message) {
            return new Notice(
                    discreet ? null : session.title(),
                    session.startsAt(),
                    when.end().atZone(ZoneId.of(session.zone())).toLocalDateTime(),
                    session.zone(),
                    venue,
                    discreet,
                    told.sequence(),
                    message.to(told.invitation(), told.sequence(), told.participation()));
        }
    }

    Uni<List<SessionEvent>> sent(Matter matter, List<Told> people) {
        return asking(
                matter,
                people,
                (told, notice) -> link -> new InvitationSent(
                        told.invitation(),
                        matter.session().id(),
                        matter.session().program(),
                        told.person(),
                        told.pseudonym(),
                        notice,
                        link));
    }

    Uni<List<SessionEvent>> reminded(Matter matter, int daysBefore, List<Told> people) {
        return asking(
                matter,
                people,
                (told, notice) -> link -> new InvitationReminded(
                        told.invitation(),
                        matter.session().id(),
                        matter.session().program(),
                        told.person(),
                        told.pseudonym(),
                        daysBefore,
                        notice,
                        link));
    }

    Uni<List<SessionEvent>> changed(Matter matter, List<Told> people) {
        return asking(
                matter,
                people,
                (told, notice) -> link -> new InvitationChanged(
                        told.invitation(),
                        matter.session().id(),
                        matter.session().program(),
                        told.person(),
                        told.pseudonym(),
                        notice,
                        link));
    }

    private Uni<List<SessionEvent>> asking(
            Matter matter, List<Told> people, BiFunction<Told, Notice, Function<AnswerLink, SessionEvent>> event) {
        return write(matter, Method.REQUEST, people, (told, notice) -> {
            Instant until = Invitation.startOf(matter.session());
            return event.apply(told, notice).apply(new AnswerLink(links.token(told.invitation(), until), until, NEEDS));
        });
    }

    Uni<List<SessionEvent>> canceled(Matter matter, boolean sessionCanceled, List<Told> people) {
        return write(
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

    private static Uni<List<SessionEvent>> write(
            Matter matter, Method method, List<Told> people, BiFunction<Told, Notice, SessionEvent> event) {
        if (people.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.createFrom()
                .completionStage(() -> Vertx.currentContext()
                        .executeBlocking(() -> writeNow(matter, method, people, event), false)
                        .toCompletionStage());
    }

    private static List<SessionEvent> writeNow(
            Matter matter, Method method, List<Told> people, BiFunction<Told, Notice, SessionEvent> event) {
        SessionMessage message = SessionMessage.of(method, matter.entry());
        return people.stream()
                .map(told -> event.apply(told, matter.notice(told, message)))
                .toList();
    }
}

package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Hands letters to the mail server: one for a notification, or one for all that were gathered for a person. */
@ApplicationScoped
class Courier {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Letters letters;
    private final SessionLetters sessionLetters;
    private final Unsubscribing unsubscribing;
    private final ReturnPaths returnPaths;
    private final ReactiveMailer mailer;
    private final String sender;

    Courier(
            Letters letters,
            SessionLetters sessionLetters,
            Unsubscribing unsubscribing,
            ReturnPaths returnPaths,
            ReactiveMailer mailer,
            @ConfigProperty(name = "quarkus.mailer.from") String from) {
        this.letters = letters;
        this.sessionLetters = sessionLetters;
        this.unsubscribing = unsubscribing;
        this.returnPaths = returnPaths;
        this.mailer = mailer;
        this.sender = address(from);
    }

    /** Without the name that may stand before it. */
    private static String address(String from) {
        return from.replaceAll(".*<(.*)>.*", "$1").strip();
    }

    /** Whatever goes wrong with a letter is that letter's outcome: none holds up the others. */
    Uni<Outcome> send(Pending pending) {
        return handOver(() -> mail(pending))
                .map(taken -> Outcome.ended(pending, State.sent, null))
                .onFailure()
                .recoverWithItem(refused -> notTaken(pending, refused, false));
    }

    /** @param gathered of one person, and at least one */
    Uni<List<Outcome>> sendTogether(List<Pending> gathered) {
        return handOver(() -> mail(gathered))
                .map(taken -> gathered.stream()
                        .map(each -> Outcome.ended(each, State.sent, null))
                        .toList())
                .onFailure()
                .recoverWithItem(refused -> gathered.stream()
                        .map(each -> notTaken(each, refused, true))
                        .toList());
    }

    private Uni<Void> handOver(java.util.function.Supplier<Mail> mail) {
        return Uni.createFrom()
                .deferred(() -> mailer.send(mail.get()))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    private Mail mail(Pending pending) {
        String email = Objects.requireNonNull(pending.email());
        Meeting meeting = pending.meeting();
        String page = pending.kind().isOptional() ? unsubscribing.page(pending.person(), pending.kind()) : null;
        Letter letter = meeting == null ? letters.write(pending, page) : sessionLetters.write(pending, meeting, page);
        Mail mail = addressed(
                meeting == null ? new Mail() : withCalendar(CalendarPart.of(meeting.calendar(), email, sender)),
                email,
                letter,
                pending.id());
        if (pending.kind().isOptional()) {
            mail.addHeader("List-Unsubscribe", "<" + unsubscribing.address(pending.person(), pending.kind()) + ">")
                    .addHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        return mail;
    }

    /** Under an id that follows from what is in it: the same letter, should it leave once more. */
    private Mail mail(List<Pending> gathered) {
        UUID id = UUID.nameUUIDFromBytes(gathered.stream()
                .map(each -> each.id().toString())
                .sorted()
                .collect(Collectors.joining(" "))
                .getBytes(UTF_8));
        Pending first = gathered.get(0);
        return addressed(new Mail(), Objects.requireNonNull(first.email()), letters.writeTogether(gathered), id)
                .setBounceAddress(returnPaths.of(first.id()));
    }

    private Mail addressed(Mail mail, String email, Letter letter, UUID id) {
        return mail.addTo(email)
                .setSubject(letter.subject())
                .setText(letter.text())
                .setHtml(letter.html())
                .setBounceAddress(returnPaths.of(id))
                .addHeader("Message-ID", "<%s@notifications.samverka>".formatted(id))
                .addHeader("Content-Language", letter.language().name())
                .addHeader("Auto-Submitted", "auto-generated");
    }

    /** Once for programs that look for it among what is shown, and once to be saved. */
    private static Mail withCalendar(CalendarPart calendar) {
        byte[] content = calendar.content().getBytes(UTF_8);
        return new Mail()
                .addInlineAttachment(
                        "session.ics", content, calendar.contentType(), "<calendar@notifications.samverka>")
                .addAttachment("session.ics", content, calendar.contentType());
    }

    /** The reason is a code, never the server's words: they quote the address. */
    private static Outcome notTaken(Pending pending, @Nullable Throwable refused, boolean gathered) {
        List<Throwable> causes = Stream.<Throwable>iterate(refused, cause -> cause != null, Throwable::getCause)
                .limit(10)
                .toList();
        if (causes.stream().anyMatch(cause -> cause instanceof SMTPException smtp && smtp.isPermanent())) {
            return Outcome.ended(pending, State.failed, "refused-by-mail-server");
        }
        if (causes.stream().anyMatch(IllegalArgumentException.class::isInstance)) {
            return Outcome.ended(pending, State.failed, "no-valid-address");
        }
        return Outcome.putOff(pending, gathered);
    }
}

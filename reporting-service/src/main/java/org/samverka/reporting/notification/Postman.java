package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;

/**
 * Sends what is pending, a batch at a time, on several connections to the mail server. A batch is locked while it is
 * sent, so replicas share the work. What the server does not take now is tried again after growing pauses; what it
 * refuses for good is not. If the process dies between the server's yes and the commit, a letter leaves once more, under
 * the same Message-ID.
 */
@ApplicationScoped
class Postman {
    private static final Logger LOG = Logger.getLogger(Postman.class);
    private static final int BATCH = 100;
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final int LONGEST_WAIT_DOUBLINGS = 8;

    private final NotificationRole role;
    private final Letters letters;
    private final SessionLetters sessionLetters;
    private final Meetings meetings;
    private final String sender;
    private final ReactiveMailer mailer;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Duration oldest;
    private volatile boolean hindered;

    Postman(
            NotificationRole role,
            Letters letters,
            SessionLetters sessionLetters,
            Meetings meetings,
            @ConfigProperty(name = "quarkus.mailer.from") String from,
            ReactiveMailer mailer,
            MeterRegistry metrics,
            Clock clock,
            @ConfigProperty(name = "samverka.notification.oldest") Duration oldest) {
        this.role = role;
        this.letters = letters;
        this.sessionLetters = sessionLetters;
        this.meetings = meetings;
        this.sender = address(from);
        this.mailer = mailer;
        this.metrics = metrics;
        this.clock = clock;
        this.oldest = oldest;
    }

    /** Without the name that may stand before it. */
    private static String address(String from) {
        return from.replaceAll(".*<(.*)>.*", "$1").strip();
    }

    private record Pending(
            UUID id,
            Kind kind,
            String programName,
            @Nullable String givenName,
            @Nullable String email,
            Language language,
            boolean protectedIdentity,
            int attempts,
            Instant causedAt,
            @Nullable Meeting meeting) {}

    private record Outcome(
            Pending of, State state, @Nullable String reason) {
        boolean isPutOff() {
            return state == State.pending;
        }

        int attempts() {
            return of.attempts() + 1;
        }

        double waitInSeconds() {
            return isPutOff()
                    ? FIRST_WAIT.toSeconds() * Math.pow(2, Math.min(of.attempts(), LONGEST_WAIT_DOUBLINGS))
                    : 0;
        }
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> deliver() {
        return Uni.createFrom()
                .deferred(() -> role.within(this::deliverBatch))
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .invoke(() -> hindered = false)
                .onFailure()
                .invoke(this::complainOnce)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void complainOnce(Throwable fault) {
        if (!hindered) {
            hindered = true;
            LOG.warnf("Notifications wait: %s", fault.getClass().getName());
        }
    }

    /** Answers whether there may be more to send at once. */
    private Uni<Boolean> deliverBatch(SqlConnection connection) {
        return pending(connection)
                .chain(this::sendAll)
                .call(outcomes -> record(connection, outcomes))
                .invoke(outcomes -> outcomes.forEach(this::count))
                .map(outcomes -> outcomes.size() == BATCH && !outcomes.stream().allMatch(Outcome::isPutOff));
    }

    private Uni<List<Pending>> pending(SqlConnection connection) {
        return connection
                .preparedQuery("""
                        select notification.id, kind, program.name, given_name, email, language, protected_identity,
                            attempts, caused_at, cast(meeting as text) as meeting
                        from notification.notification
                        join notification.contact using (person_id)
                        join notification.program on program.key = notification.program
                        where state = 'pending' and next_attempt_at <= clock_timestamp()
                        order by next_attempt_at limit $1 for update of notification skip locked
                        """)
                .execute(Tuple.of(BATCH))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::read)
                        .toList());
    }

    private Pending read(Row row) {
        return new Pending(
                row.getUUID("id"),
                Kind.of(row.getString("kind")),
                row.getString("name"),
                row.getString("given_name"),
                row.getString("email"),
                Language.valueOf(row.getString("language")),
                row.getBoolean("protected_identity"),
                row.getInteger("attempts"),
                row.getOffsetDateTime("caused_at").toInstant(),
                meetings.read(row.getString("meeting")));
    }

    private Uni<List<Outcome>> sendAll(List<Pending> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUni(this::sendOrWithhold)
                .merge(AT_ONCE)
                .collect()
                .asList();
    }

    /** Whatever goes wrong with a letter is that letter's outcome: none holds up the others. */
    private Uni<Outcome> sendOrWithhold(Pending pending) {
        String email = pending.email();
        if (pending.protectedIdentity()) {
            return Uni.createFrom().item(new Outcome(pending, State.withheld, "protected-identity"));
        }
        if (email == null) {
            return Uni.createFrom().item(new Outcome(pending, State.withheld, "no-address"));
        }
        if (pending.causedAt().isBefore(clock.instant().minus(oldest))) {
            return Uni.createFrom().item(new Outcome(pending, State.expired, null));
        }
        return Uni.createFrom()
                .deferred(() -> mailer.send(mail(pending, email)))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(taken -> new Outcome(pending, State.sent, null))
                .onFailure()
                .recoverWithItem(refused -> notTaken(pending, refused));
    }

    private Mail mail(Pending pending, String email) {
        Meeting meeting = pending.meeting();
        Letter letter = meeting == null
                ? letters.write(pending.kind(), pending.language(), pending.givenName(), pending.programName())
                : sessionLetters.write(
                        pending.kind(), pending.language(), pending.givenName(), pending.programName(), meeting);
        return (meeting == null ? new Mail() : withCalendar(CalendarPart.of(meeting.calendar(), email, sender)))
                .addTo(email)
                .setSubject(letter.subject())
                .setText(letter.text())
                .setHtml(letter.html())
                .addHeader("Message-ID", "<%s@notifications.samverka>".formatted(pending.id()))
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
    private static Outcome notTaken(Pending pending, Throwable refused) {
        List<Throwable> causes = Stream.<Throwable>iterate(refused, cause -> cause != null, Throwable::getCause)
                .limit(10)
                .toList();
        if (causes.stream().anyMatch(cause -> cause instanceof SMTPException smtp && smtp.isPermanent())) {
            return new Outcome(pending, State.failed, "refused-by-mail-server");
        }
        if (causes.stream().anyMatch(IllegalArgumentException.class::isInstance)) {
            return new Outcome(pending, State.failed, "no-valid-address");
        }
        return new Outcome(pending, State.pending, "mail-server-away");
    }

    private static Uni<Void> record(SqlConnection connection, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        update notification.notification set state = outcome.state, reason = outcome.reason,
                            meeting = case when outcome.state = 'pending' then meeting end,
                            attempts = outcome.attempts,
                            next_attempt_at = clock_timestamp() + make_interval(secs => outcome.wait),
                            sent_at = case when outcome.state = 'sent' then clock_timestamp() end
                        from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::float8[])
                            as outcome (id, state, reason, attempts, wait)
                        where notification.id = outcome.id
                        """)
                .execute(Tuple.of(
                        outcomes.stream().map(outcome -> outcome.of().id()).toArray(UUID[]::new),
                        outcomes.stream().map(outcome -> outcome.state().name()).toArray(String[]::new),
                        outcomes.stream().map(Outcome::reason).toArray(String[]::new),
                        outcomes.stream().map(Outcome::attempts).toArray(Integer[]::new),
                        outcomes.stream().map(Outcome::waitInSeconds).toArray(Double[]::new)))
                .replaceWithVoid();
    }

    private void count(Outcome outcome) {
        metrics.counter(
                        "samverka.notifications",
                        "kind",
                        outcome.of().kind().key(),
                        "outcome",
                        outcome.isPutOff() ? "put-off" : outcome.state().name())
                .increment();
    }
}

package org.samverka.participants.application;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.ApplicationKind;
import org.samverka.contracts.ParticipantEvent.ApplicationState;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Once;
import org.samverka.contracts.rest.Once.Shape;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Logged;
import org.samverka.participants.application.Application.Wish;
import org.samverka.participants.application.ApplicationList.Count;
import org.samverka.participants.application.ApplicationList.Filter;
import org.samverka.participants.application.ApplicationList.Past;
import org.samverka.participants.application.ApplicationList.Shown;
import org.samverka.participants.application.Applications.Actor;
import org.samverka.participants.application.Applications.Decision;
import org.samverka.participants.application.Applications.Request;
import org.samverka.participants.program.ProgramDefinition.Grant;

@Path("/api/v1")
public class ApplicationResource {
    private static final Shape<Application> APPLICATION =
            new Shape<>(ApplicationView::of, application -> application.version);

    private final Applications applications;
    private final ApplicationList list;
    private final Once once;
    private final Caller caller;

    ApplicationResource(Applications applications, ApplicationList list, Once once, Caller caller) {
        this.applications = applications;
        this.list = list;
        this.once = once;
        this.caller = caller;
    }

    /** @param amount a decimal */
    public record Amount(
            @NotNull
            @Pattern(regexp = "[0-9]{1,15}(\\.[0-9]{1,2})?", message = "A decimal with at most two decimals, as text")
            String amount,

            @NotNull @Pattern(regexp = "[A-Z]{3}", message = "An ISO 4217 code")
            String currency) {
        static @Nullable Amount of(@Nullable BigDecimal amount, @Nullable String currency) {
            return amount == null || currency == null ? null : new Amount(amount.toPlainString(), currency);
        }

        BigDecimal decimal() {
            return new BigDecimal(amount);
        }
    }

    /**
     * What an organization applies for: either a round's seats, or a grant.
     *
     * @param draft true to hand it in later
     * @param receivedAt for coordinators: when an application that is registered afterwards came in
     */
    public record ApplicationRequest(
            @NotNull @NotBlank @Size(max = 80) String organization,
            @Nullable @Size(max = 80) String round,
            @Nullable @Size(max = 80) String grant,
            @Nullable @Min(1) Integer seatsSought,
            @Nullable @Valid Amount sought,
            @Nullable @Size(max = 10_000) String motivation,
            @Nullable Boolean draft,
            @Nullable Instant receivedAt) {
        Wish wish() {
            return ApplicationResource.wish(seatsSought, sought, motivation);
        }
    }

    public record ApplicationChange(
            @Nullable @Min(1) Integer seatsSought,
            @Nullable @Valid Amount sought,
            @Nullable @Size(max = 10_000) String motivation) {
        Wish wish() {
            return ApplicationResource.wish(seatsSought, sought, motivation);
        }
    }

    private static Wish wish(@Nullable Integer seats, @Nullable Amount sought, @Nullable String motivation) {
        return new Wish(
                seats, sought == null ? null : sought.decimal(), sought == null ? null : sought.currency(), motivation);
    }

    /**
     * @param decision accepted or refused; of a grant, what its body decided
     * @param reason why; a refusal has one
     * @param seats how many are given; those sought, where not said
     * @param granted how much was granted; what was sought, where not said
     */
    public record DecisionRequest(
            @NotNull @Pattern(regexp = "accepted|refused", message = "accepted or refused")
            String decision,

            @Nullable @Size(min = 1, max = 2000) String reason,
            @Nullable @Min(1) Integer seats,
            @Nullable @Valid Amount granted) {}

    /** @param seats how many to give back; all that nobody has taken, where not said */
    public record ReleaseRequest(@Nullable @PositiveOrZero Integer seats) {}

    /** @param item as the grant's definition words it */
    public record ReportRequest(
            @NotNull @NotBlank @Size(max = 300) String item,
            @Nullable LocalDate handedInOn) {}

    /**
     * @param seats those given, less those given back
     * @param deadline when applications end, or ended
     * @param releasedAt when the round's day gave back what nobody had taken
     * @param team whom the organization has handed in; only when a single application of a round is asked for
     * @param reportBack what must be reported back on a grant; only when a single application is asked for
     */
    public record ApplicationView(
            UUID id,
            String program,
            String organization,
            ApplicationKind kind,
            @Nullable String round,
            @Nullable String grant,
            ApplicationState state,
            @Nullable Integer seatsSought,
            @Nullable Integer seats,
            @Nullable String targetGroup,
            @Nullable Amount sought,
            @Nullable Amount granted,
            @Nullable String motivation,
            @Nullable String reason,
            @Nullable Instant releasedAt,
            Instant changedAt,
            int version,
            @Nullable Instant deadline,
            @Nullable TeamView team,
            @Nullable List<ReportView> reportBack) {
        static ApplicationView of(Application a) {
            return of(a, null, null, null);
        }

        static ApplicationView of(Shown shown) {
            Application a = shown.application();
            boolean isGrant = a.kind == ApplicationKind.grant;
            return of(a, deadline(shown), TeamView.of(shown.team()), isGrant ? reports(shown) : null);
        }

        private static ApplicationView of(
                Application a,
                @Nullable Instant deadline,
                @Nullable TeamView team,
                @Nullable List<ReportView> reportBack) {
            boolean isGrant = a.kind == ApplicationKind.grant;
            return new ApplicationView(
                    a.id,
                    a.program,
                    a.organization,
                    a.kind,
                    isGrant ? null : a.roundKey,
                    isGrant ? a.roundKey : null,
                    a.state,
                    a.seatsSought,
                    a.seats,
                    a.targetGroup,
                    Amount.of(a.sought, a.currency),
                    Amount.of(a.granted, a.currency),
                    a.motivation,
                    a.reason,
                    a.releasedAt,
                    a.changedAt,
                    a.version,
                    deadline,
                    team,
                    reportBack);
        }

        /** A later version of the definition may know the round or the grant no more. */
        private static @Nullable Instant deadline(Shown shown) {
            try {
                return Terms.window(shown.definition(), shown.application().kind, shown.application().roundKey)
                        .deadline();
            } catch (Invalid gone) {
                return null;
            }
        }

        private static List<ReportView> reports(Shown shown) {
            return Objects.requireNonNullElse(shown.definition().grants(), List.<Grant>of()).stream()
                    .filter(grant -> grant.key().equals(shown.application().roundKey))
                    .flatMap(grant -> Objects.requireNonNullElse(grant.reportBack(), List.<String>of()).stream())
                    .map(item -> new ReportView(item, shown.handedIn().get(item)))
                    .toList();
        }
    }

    /** @param missing leader, employee, or both: the program asks for more of them */
    public record TeamView(int enrolled, int leaders, int employees, boolean complete, List<String> missing) {
        static @Nullable TeamView of(@Nullable Team team) {
            return team == null
                    ? null
                    : new TeamView(team.enrolled(), team.leaders(), team.employees(), team.complete(), team.missing());
        }
    }

    public record ReportView(String item, @Nullable LocalDate handedInOn) {}

    /**
     * @param counts by kind and state, over all pages and whatever the filter
     * @param grantsGranted of those that were decided
     */
    public record ApplicationsView(
            List<ApplicationView> items, @Nullable String next, List<CountView> counts, ShareView grantsGranted) {}

    public record CountView(
            ApplicationKind kind,
            ApplicationState state,
            int count,
            @Nullable Amount sought,
            @Nullable Amount granted) {
        static CountView of(Count count) {
            return new CountView(
                    count.kind(),
                    count.state(),
                    count.number(),
                    Amount.of(count.sought(), count.currency()),
                    Amount.of(count.granted(), count.currency()));
        }
    }

    /** @param value a fraction 0-1; none of none */
    public record ShareView(@Nullable BigDecimal value, int numerator, int denominator) {
        static ShareView of(int numerator, int denominator) {
            return new ShareView(
                    denominator == 0
                            ? null
                            : BigDecimal.valueOf(numerator)
                                    .divide(BigDecimal.valueOf(denominator), 6, RoundingMode.HALF_UP)
                                    .stripTrailingZeros(),
                    numerator,
                    denominator);
        }
    }

    /** @param changedBy the subject of whoever changed it, or platform */
    public record PastView(
            int version,
            String state,
            @Nullable Integer seats,
            @Nullable String granted,
            @Nullable String reason,
            String changedBy,
            String role,
            Instant at) {
        static PastView of(Past past) {
            return new PastView(
                    past.version(),
                    past.state(),
                    past.seats(),
                    past.granted() == null ? null : past.granted().toPlainString(),
                    past.reason(),
                    past.changedBy(),
                    past.role(),
                    past.at());
        }
    }

    @POST
    @Path("/programs/{program}/applications")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Apply for an organization: for seats in a round, or for a grant")
    public Uni<Response> apply(
            String program,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid ApplicationRequest request) {
        caller.requireProgram(program);
        if (!caller.is(Roles.COORDINATOR)) {
            caller.requireOrganization(request.organization());
            if (request.receivedAt() != null) {
                throw new Invalid("/receivedAt", "not-yours", "Only coordinators register what came in before");
            }
        }
        var asked = new Request(
                request.organization(),
                request.round(),
                request.grant(),
                request.wish(),
                Boolean.TRUE.equals(request.draft()),
                request.receivedAt());
        Actor by = actor();
        return once.create(
                idempotencyKey,
                "POST applications " + program,
                request,
                APPLICATION,
                application -> "/api/v1/applications/" + application.id,
                () -> applications.apply(program, asked, by));
    }

    @GET
    @Path("/programs/{program}/applications")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(
            summary =
                    "A program's applications in the order they came, with how many there are; your own for a contact")
    @Logged(action = "list", object = "applications of {program}")
    public Uni<ApplicationsView> list(
            String program,
            @RestQuery @Nullable ApplicationKind kind,
            @RestQuery @Nullable ApplicationState state,
            @RestQuery @Nullable String round,
            @RestQuery @Nullable String organization,
            @BeanParam @Valid PageQuery page) {
        caller.requireProgram(program);
        Set<String> within = within();
        return list.list(program, new Filter(kind, state, round, organization), within, page)
                .map(rows -> Page.of(rows, page, application -> application.position, ApplicationView::of))
                .chain(found -> list.count(program, within).map(counts -> view(found, counts)));
    }

    private static ApplicationsView view(Page<ApplicationView> page, List<Count> counts) {
        Map<ApplicationState, Integer> grants = counts.stream()
                .filter(count -> count.kind() == ApplicationKind.grant)
                .collect(java.util.stream.Collectors.toMap(Count::state, Count::number, Integer::sum));
        int granted =
                grants.getOrDefault(ApplicationState.accepted, 0) + grants.getOrDefault(ApplicationState.reported, 0);
        return new ApplicationsView(
                page.items(),
                page.next(),
                counts.stream().map(CountView::of).toList(),
                ShareView.of(granted, granted + grants.getOrDefault(ApplicationState.refused, 0)));
    }

    @GET
    @Path("/applications/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "One application, with the team handed in or what must be reported back")
    @Logged(action = "read", object = "application {id}")
    public Uni<Response> get(UUID id) {
        return list.get(id, this::visible)
                .map(shown -> Response.ok(ApplicationView.of(shown))
                        .tag(ETags.of(shown.application().version))
                        .build());
    }

    @PUT
    @Path("/applications/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Change what is applied for, until the deadline or the decision")
    public Uni<Response> change(
            UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid ApplicationChange change) {
        return applications
                .change(id, change.wish(), ifMatch, this::visible, actor())
                .map(ApplicationResource::tagged);
    }

    @DELETE
    @Path("/applications/{id}")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Withdraw an application; its seats go back, unless somebody has them")
    public Uni<Void> withdraw(UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return applications.withdraw(id, ifMatch, this::visible, actor()).replaceWithVoid();
    }

    @POST
    @Path("/applications/{id}/submission")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Hand a draft in")
    public Uni<Response> submit(UUID id, @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey) {
        Actor by = actor();
        return once.change(
                idempotencyKey,
                "POST submission " + id,
                null,
                APPLICATION,
                () -> applications.submit(id, this::visible, by));
    }

    @POST
    @Path("/applications/{id}/decision")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Accept an application, which gives the organization its seats, or refuse it with a reason")
    public Uni<Response> decide(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @NotNull @Valid DecisionRequest request) {
        Amount granted = request.granted();
        var decision = new Decision(
                request.decision().equals("accepted"),
                request.reason(),
                request.seats(),
                granted == null ? null : granted.decimal(),
                granted == null ? null : granted.currency());
        Actor by = actor();
        return once.change(
                idempotencyKey,
                "POST decision " + id,
                request,
                APPLICATION,
                () -> applications.decide(id, decision, ifMatch, this::visible, by));
    }

    @POST
    @Path("/applications/{id}/release")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Give seats back that nobody has taken")
    public Uni<Response> release(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @Nullable @Valid ReleaseRequest request) {
        Actor by = actor();
        return once.change(
                idempotencyKey,
                "POST release " + id,
                request,
                APPLICATION,
                () -> applications.release(id, request == null ? null : request.seats(), this::visible, by));
    }

    @POST
    @Path("/applications/{id}/reports")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Say that something was reported back on a grant; with the last of it the grant is reported")
    public Uni<Response> report(
            UUID id,
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid ReportRequest request) {
        Actor by = actor();
        return once.change(
                idempotencyKey,
                "POST reports " + id,
                request,
                APPLICATION,
                () -> applications.report(id, request.item(), request.handedInOn(), this::visible, by));
    }

    @GET
    @Path("/applications/{id}/history")
    @RolesAllowed({Roles.COORDINATOR, Roles.ORGANIZATION_CONTACT})
    @Operation(summary = "Who changed an application, to what and why")
    @Logged(action = "read", object = "history of application {id}")
    public Uni<Page<PastView>> listHistory(UUID id, @BeanParam @Valid PageQuery page) {
        return list.history(id, this::visible, page).map(rows -> Page.of(rows, page, Past::version, PastView::of));
    }

    private static Response tagged(Application application) {
        return Response.ok(ApplicationView.of(application))
                .tag(ETags.of(application.version))
                .build();
    }

    private Actor actor() {
        return new Actor(
                caller.subject(), caller.is(Roles.COORDINATOR) ? Roles.COORDINATOR : Roles.ORGANIZATION_CONTACT);
    }

    /** A coordinator sees everybody in the program, an organization's contact their own. */
    private @Nullable Set<String> within() {
        return caller.is(Roles.COORDINATOR) ? null : caller.organizations();
    }

    private boolean visible(Application application) {
        return caller.seesProgram(application.program)
                && (caller.is(Roles.COORDINATOR) || caller.seesOrganization(application.organization));
    }
}

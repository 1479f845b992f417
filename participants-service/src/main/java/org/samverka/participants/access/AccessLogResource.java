package org.samverka.participants.access;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.access.Access.By;
import org.samverka.participants.access.AccessLog.Entry;

@Path("/api/v1")
public class AccessLogResource {
    private final AccessLog log;
    private final Caller caller;

    AccessLogResource(AccessLog log, Caller caller) {
        this.log = log;
        this.caller = caller;
    }

    /**
     * @param caller the subject of the caller's token
     * @param subject the pseudonym of whom it was about
     * @param outcome granted, or the code of the refusal
     * @param hash SHA-256 over this entry and the hash before it, in hex
     */
    public record EntryView(
            long position,
            Instant at,
            String caller,
            String role,
            @Nullable String purpose,
            @Nullable UUID subject,
            String object,
            String action,
            String outcome,
            String hash) {
        static EntryView of(Entry entry) {
            Access access = entry.access();
            return new EntryView(
                    entry.position(),
                    access.at(),
                    access.caller(),
                    access.role(),
                    access.purpose(),
                    access.subject(),
                    access.object(),
                    access.action(),
                    access.outcome(),
                    HexFormat.of().formatHex(entry.hash()));
        }
    }

    /** What was done about you, and by whom in which role. */
    public record OwnEntryView(
            Instant at, String role, @Nullable String purpose, String object, String action, String outcome) {
        static OwnEntryView of(Entry entry) {
            Access access = entry.access();
            return new OwnEntryView(
                    access.at(), access.role(), access.purpose(), access.object(), access.action(), access.outcome());
        }
    }

    /**
     * @param brokenAt the first position where the log is not what was written; none when all is
     * @param head the last link; kept elsewhere, it also shows whether somebody wrote the whole log anew
     */
    public record VerificationView(
            long entries, boolean intact, @Nullable Long brokenAt, String head) {}

    @GET
    @Path("/access-log")
    @RolesAllowed(Roles.AUDITOR)
    @Operation(summary = "Who saw or changed what about whom, in the order it happened")
    @Logged(action = "list", object = "access log")
    public Uni<Page<EntryView>> list(
            @RestQuery("caller") @Nullable String by,
            @RestQuery @Nullable UUID subject,
            @RestQuery @Nullable String action,
            @RestQuery @Nullable String outcome,
            @BeanParam @Valid PageQuery page) {
        By reader = By.of(caller);
        return log.list(new AccessLog.Filter(by, subject, action, outcome), page)
                .call(() -> log.granted(reader, "read", "access-log", null))
                .map(rows -> Page.of(rows, page, Entry::position, EntryView::of));
    }

    @GET
    @Path("/access-log/verification")
    @RolesAllowed(Roles.AUDITOR)
    @Operation(summary = "Whether the log is still what was written")
    public Uni<VerificationView> verify() {
        return log.verify()
                .map(verified -> new VerificationView(
                        verified.entries(), verified.brokenAt() == null, verified.brokenAt(), verified.head()));
    }

    @GET
    @Path("/me/access-log")
    @RolesAllowed(Roles.PARTICIPANT)
    @Operation(summary = "Who saw or changed what about you")
    public Uni<Page<OwnEntryView>> own(@BeanParam @Valid PageQuery page) {
        return log.about(caller.personId(), page).map(rows -> Page.of(rows, page, Entry::position, OwnEntryView::of));
    }
}

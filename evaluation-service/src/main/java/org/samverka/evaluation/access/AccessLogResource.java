package org.samverka.evaluation.access;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.evaluation.access.Access.By;
import org.samverka.evaluation.access.AccessLog.Entry;

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
     * @param subject the screening's pseudonym of whom it was about
     * @param outcome granted, or the code of the refusal
     * @param hash SHA-256 over this entry and the hash before it, in hex
     */
    public record EntryView(
            long position,
            Instant at,
            String caller,
            String role,
            @Nullable UUID subject,
            String object,
            String action,
            String outcome,
            String hash) {
        static EntryView of(Entry entry) {
            Access access = entry.access();
            What what = access.what();
            return new EntryView(
                    entry.position(),
                    access.at(),
                    access.by().caller(),
                    access.by().role(),
                    what.subject(),
                    what.object(),
                    what.action(),
                    what.outcome(),
                    HexFormat.of().formatHex(entry.hash()));
        }
    }

    /** What was read about you, and by whom in which role. */
    public record OwnEntryView(Instant at, String role, String object, String action, String outcome) {
        static OwnEntryView of(Entry entry) {
            What what = entry.access().what();
            return new OwnEntryView(
                    entry.access().at(), entry.access().by().role(), what.object(), what.action(), what.outcome());
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
    @Operation(summary = "Who read results, offers and free text of whom, or was refused, in the order it happened")
    public Uni<Page<EntryView>> list(@RestQuery("caller") @Nullable String by, @BeanParam @Valid PageQuery page) {
        By reader = By.of(caller);
        return log.list(by, page)
                .call(() -> log.keep(reader, List.of(What.granted("list", "access log", null))))
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
    @Operation(summary = "Who read what about you")
    public Uni<Page<OwnEntryView>> own(@BeanParam @Valid PageQuery page) {
        return log.about(caller.personId(), page).map(rows -> Page.of(rows, page, Entry::position, OwnEntryView::of));
    }
}

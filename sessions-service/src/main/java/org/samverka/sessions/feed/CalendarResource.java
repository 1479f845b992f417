package org.samverka.sessions.feed;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Date;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.samverka.sessions.feed.Feeds.Reading;

@Path("/api/v1/calendars")
public class CalendarResource {
    private static final String CALENDAR = "text/calendar; charset=UTF-8";

    private final Feeds feeds;

    CalendarResource(Feeds feeds) {
        this.feeds = feeds;
    }

    @GET
    @Path("/{token}.ics")
    @PermitAll
    @Produces("text/calendar")
    @Operation(summary = "A calendar to subscribe to, by its address")
    public Uni<Response> read(String token, @Context Request request) {
        return feeds.read(token).map(reading -> answer(reading, request));
    }

    private static Response answer(Reading reading, Request request) {
        var tag = new EntityTag(reading.digest());
        Date changedAt = Date.from(reading.changedAt());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(changedAt, tag);
        Response.ResponseBuilder answer =
                unchanged == null ? Response.ok(reading.calendar()).type(CALENDAR) : unchanged;
        return answer.tag(tag)
                .lastModified(changedAt)
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=300")
                .build();
    }
}

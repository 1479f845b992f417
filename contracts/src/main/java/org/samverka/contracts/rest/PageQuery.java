package org.samverka.contracts.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which stretch of a list is asked for; rows are in order of a position that only grows. */
public class PageQuery {
    @QueryParam("limit")
    @DefaultValue("50")
    @Min(1)
    @Max(500)
    @Parameter(description = "How many items at most, 1-500")
    int limit;

    @QueryParam("cursor")
    @Parameter(description = "The next of the page before; opaque")
    @Nullable
    String cursor;

    public int limit() {
        return limit;
    }

    /** How many rows to read: one more tells whether there is a next page. */
    public int rows() {
        return limit + 1;
    }

    /** The position after which the page begins. */
    public long after() {
        if (cursor == null) {
            return 0;
        }
        try {
            return Long.parseLong(new String(Base64.getUrlDecoder().decode(cursor), US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new Invalid("/cursor", "unknown-cursor", "Use the next of the page before, unchanged");
        }
    }

    static String cursorAfter(long position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(position).getBytes(US_ASCII));
    }
}

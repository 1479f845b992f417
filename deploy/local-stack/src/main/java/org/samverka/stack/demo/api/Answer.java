package org.samverka.stack.demo.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import org.samverka.stack.StackFailure;

/**
 * What a service answered.
 *
 * @param request what was asked, for messages
 * @param at when the answer was there, as {@link System#nanoTime()} tells
 */
public record Answer(String request, int status, HttpHeaders headers, JsonNode body, long at) {
    /** The stable code of a problem; empty when there is none. */
    public String code() {
        return body.path("code").asText("");
    }

    public boolean is(int expected) {
        return status == expected;
    }

    /** Itself, if it has one of these states. */
    public Answer require(int... states) {
        if (Arrays.stream(states).noneMatch(this::is)) {
            throw new StackFailure("%s was answered with %d %s %s"
                    .formatted(request, status, code(), body.path("detail").asText(body.toString())));
        }
        return this;
    }

    public String text(String field) {
        return body.path(field).asText();
    }
}

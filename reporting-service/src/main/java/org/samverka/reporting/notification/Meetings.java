package org.samverka.reporting.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** How what a letter is about is kept until the letter has been sent. */
@ApplicationScoped
class Meetings {
    private final ObjectMapper json;

    Meetings(ObjectMapper json) {
        this.json = json;
    }

    @Nullable
    String written(@Nullable Meeting meeting) {
        try {
            return meeting == null ? null : json.writeValueAsString(meeting);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    Meeting read(@Nullable String written) {
        try {
            return written == null ? null : json.readValue(written, Meeting.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

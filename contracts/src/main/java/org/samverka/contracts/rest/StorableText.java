package org.samverka.contracts.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Text that can be kept: PostgreSQL stores no NUL, and half of a surrogate pair is no character in UTF-8. */
public final class StorableText extends StringDeserializer {
    private static final long serialVersionUID = 1;

    public static boolean is(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0' || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The message never repeats the value. */
    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = super.deserialize(parser, context);
        if (text != null && !is(text)) {
            throw context.weirdStringException("", String.class, "text with characters that cannot be stored");
        }
        return text;
    }
}

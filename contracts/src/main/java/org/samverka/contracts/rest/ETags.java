package org.samverka.contracts.rest;

import jakarta.ws.rs.core.EntityTag;
import org.jspecify.annotations.Nullable;

/** A resource's version as its entity tag. */
public final class ETags {
    private ETags() {}

    public static EntityTag of(int version) {
        return new EntityTag(Integer.toString(version));
    }

    /** @param ifMatch the header, where the caller sent one; {@code *} matches any version */
    public static void require(@Nullable String ifMatch, int version) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return;
        }
        for (String tag : ifMatch.split(",", -1)) {
            if (tag.strip().equals("\"" + version + "\"")) {
                return;
            }
        }
        throw new Outdated();
    }
}

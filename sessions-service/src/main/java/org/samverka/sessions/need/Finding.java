package org.samverka.sessions.need;

/** What somebody who looked has found; unknown where nobody has. */
public enum Finding {
    met,
    not_met,
    unknown
}

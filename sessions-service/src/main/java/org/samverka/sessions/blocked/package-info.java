/** Times at which a person, a team or a room has no time, imported from calendars. */
@NullMarked
package org.samverka.sessions.blocked;

import org.jspecify.annotations.NullMarked;

/** Calendars to subscribe to, opened by a token in their address. */
@NullMarked
package org.samverka.sessions.feed;

import org.jspecify.annotations.NullMarked;

/** iCalendar objects (RFC 5545): what they say and how they are written. */
@NullMarked
package org.samverka.sessions.calendar;

import org.jspecify.annotations.NullMarked;

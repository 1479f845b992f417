@NullMarked
package org.samverka.sessions.venue;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.sessions.booking;

import org.jspecify.annotations.NullMarked;

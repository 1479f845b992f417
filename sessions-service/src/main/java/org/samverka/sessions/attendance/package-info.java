@NullMarked
package org.samverka.sessions.attendance;

import org.jspecify.annotations.NullMarked;

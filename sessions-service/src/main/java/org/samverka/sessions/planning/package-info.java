@NullMarked
package org.samverka.sessions.planning;

import org.jspecify.annotations.NullMarked;

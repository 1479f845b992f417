@NullMarked
package org.samverka.sessions.need;

import org.jspecify.annotations.NullMarked;

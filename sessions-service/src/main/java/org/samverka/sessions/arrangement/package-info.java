@NullMarked
package org.samverka.sessions.arrangement;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.sessions.code;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.sessions.session;

import org.jspecify.annotations.NullMarked;

/** Who is invited to what, by rule, and what they are told. */
@NullMarked
package org.samverka.sessions.invitation;

import org.jspecify.annotations.NullMarked;

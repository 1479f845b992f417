/** What people answer, signed in or by the link that they were sent. */
@NullMarked
package org.samverka.sessions.answer;

import org.jspecify.annotations.NullMarked;

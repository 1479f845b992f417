@NullMarked
package org.samverka.sessions.participant;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.sessions.person;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.sessions.contact;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.sessions.supplier;

import org.jspecify.annotations.NullMarked;

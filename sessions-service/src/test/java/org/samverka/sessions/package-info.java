@NullMarked
package org.samverka.sessions;

import org.jspecify.annotations.NullMarked;

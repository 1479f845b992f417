@NullMarked
package org.samverka.sessions.worker;

import org.jspecify.annotations.NullMarked;

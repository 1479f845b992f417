@NullMarked
package org.samverka.sessions.series;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.participants.program;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.participants.progress;

import org.jspecify.annotations.NullMarked;

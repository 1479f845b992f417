@NullMarked
package org.samverka.participants.hr;

import org.jspecify.annotations.NullMarked;

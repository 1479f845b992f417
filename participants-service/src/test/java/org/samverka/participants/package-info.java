@NullMarked
package org.samverka.participants;

import org.jspecify.annotations.NullMarked;

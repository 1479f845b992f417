@NullMarked
package org.samverka.participants.identity;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.participants.access;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.participants.absence;

import org.jspecify.annotations.NullMarked;

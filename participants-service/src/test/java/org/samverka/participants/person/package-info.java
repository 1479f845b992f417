@NullMarked
package org.samverka.participants.person;

import org.jspecify.annotations.NullMarked;

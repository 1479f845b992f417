@NullMarked
package org.samverka.participants.organization;

import org.jspecify.annotations.NullMarked;

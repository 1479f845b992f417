@NullMarked
package org.samverka.participants.enrollment;

import org.jspecify.annotations.NullMarked;

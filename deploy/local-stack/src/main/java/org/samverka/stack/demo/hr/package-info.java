/** A synthetic municipality and what its HR system says of it: the same people and absences each time. */
@NullMarked
package org.samverka.stack.demo.hr;

import org.jspecify.annotations.NullMarked;

/** The programs besides Heja Hälsan: defined, applied for, enrolled in, and compared with what was planned. */
@NullMarked
package org.samverka.stack.demo.programs;

import org.jspecify.annotations.NullMarked;

/** What was published of a program, frozen: figures, who froze them, and why two such states differ. */
@NullMarked
package org.samverka.reporting.release;

import org.jspecify.annotations.NullMarked;

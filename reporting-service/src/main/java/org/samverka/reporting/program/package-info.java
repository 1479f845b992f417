/** What programs aim at and who was in them, from the log. */
@NullMarked
package org.samverka.reporting.program;

import org.jspecify.annotations.NullMarked;

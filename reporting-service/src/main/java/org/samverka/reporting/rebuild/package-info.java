/** Statistics built anew from the log, beside those that are asked for. */
@NullMarked
package org.samverka.reporting.rebuild;

import org.jspecify.annotations.NullMarked;

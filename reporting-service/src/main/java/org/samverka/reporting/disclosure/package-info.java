/** Which figures of a table may be shown, so that nobody can tell what a small group is or says. */
@NullMarked
package org.samverka.reporting.disclosure;

import org.jspecify.annotations.NullMarked;

/** Goals of programs, in the funder's words: how each stands, and what it is judged by. */
@NullMarked
package org.samverka.reporting.goal;

import org.jspecify.annotations.NullMarked;

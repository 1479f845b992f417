/** What a program did to sickness absence: before and after, beside those who were not in it. */
@NullMarked
package org.samverka.reporting.effect;

import org.jspecify.annotations.NullMarked;

/** Sickness absence: facts from the log under pseudonyms, the figures that law and field define, and how they may be shown. */
@NullMarked
package org.samverka.reporting.absence;

import org.jspecify.annotations.NullMarked;

/** Figures of programs, built from the log under pseudonyms: facts, and cells that are always their sum. */
@NullMarked
package org.samverka.reporting.statistics;

import org.jspecify.annotations.NullMarked;

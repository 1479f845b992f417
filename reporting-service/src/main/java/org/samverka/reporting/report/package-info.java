/** Releases as documents to read, keep and compute with. */
@NullMarked
package org.samverka.reporting.report;

import org.jspecify.annotations.NullMarked;

/** What rounds of measuring come to: medians with spread, ratios, percentiles, and how they are told. */
@NullMarked
package org.samverka.benchmarks.figures;

import org.jspecify.annotations.NullMarked;

/** The figures that are quoted, each measured beside what it is to be compared with. */
@NullMarked
package org.samverka.benchmarks;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.benchmarks.figures;

import org.jspecify.annotations.NullMarked;

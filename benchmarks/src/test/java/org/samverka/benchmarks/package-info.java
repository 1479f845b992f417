@NullMarked
package org.samverka.benchmarks;

import org.jspecify.annotations.NullMarked;

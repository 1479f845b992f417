@NullMarked
package org.samverka.benchmarks.load;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.evaluation.instrument;

import org.jspecify.annotations.NullMarked;

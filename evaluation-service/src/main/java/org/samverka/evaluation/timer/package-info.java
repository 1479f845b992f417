@NullMarked
package org.samverka.evaluation.timer;

import org.jspecify.annotations.NullMarked;

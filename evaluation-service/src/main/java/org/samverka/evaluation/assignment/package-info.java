@NullMarked
package org.samverka.evaluation.assignment;

import org.jspecify.annotations.NullMarked;

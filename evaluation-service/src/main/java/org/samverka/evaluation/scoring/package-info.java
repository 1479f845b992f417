@NullMarked
package org.samverka.evaluation.scoring;

import org.jspecify.annotations.NullMarked;

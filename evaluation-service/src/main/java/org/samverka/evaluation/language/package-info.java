@NullMarked
package org.samverka.evaluation.language;

import org.jspecify.annotations.NullMarked;

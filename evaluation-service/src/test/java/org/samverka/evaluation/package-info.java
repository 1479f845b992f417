@NullMarked
package org.samverka.evaluation;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.evaluation.screening;

import org.jspecify.annotations.NullMarked;

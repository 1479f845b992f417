@NullMarked
package org.samverka.evaluation.paper;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.evaluation.access;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.evaluation.link;

import org.jspecify.annotations.NullMarked;

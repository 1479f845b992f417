@NullMarked
package org.samverka.evaluation.redaction;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.evaluation.participant;

import org.jspecify.annotations.NullMarked;

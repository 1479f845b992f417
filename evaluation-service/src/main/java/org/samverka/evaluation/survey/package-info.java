@NullMarked
package org.samverka.evaluation.survey;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.evaluation.questionnaire;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.evaluation.response;

import org.jspecify.annotations.NullMarked;

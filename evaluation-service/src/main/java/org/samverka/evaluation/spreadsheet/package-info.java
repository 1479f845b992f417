@NullMarked
package org.samverka.evaluation.spreadsheet;

import org.jspecify.annotations.NullMarked;

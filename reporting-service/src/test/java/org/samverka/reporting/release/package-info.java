@NullMarked
package org.samverka.reporting.release;

import org.jspecify.annotations.NullMarked;

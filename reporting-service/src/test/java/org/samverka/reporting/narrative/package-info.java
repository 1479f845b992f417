@NullMarked
package org.samverka.reporting.narrative;

import org.jspecify.annotations.NullMarked;

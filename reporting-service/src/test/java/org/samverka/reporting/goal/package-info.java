@NullMarked
package org.samverka.reporting.goal;

import org.jspecify.annotations.NullMarked;

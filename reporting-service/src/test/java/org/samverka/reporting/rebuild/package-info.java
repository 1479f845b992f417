@NullMarked
package org.samverka.reporting.rebuild;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.reporting;

import org.jspecify.annotations.NullMarked;

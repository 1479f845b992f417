@NullMarked
package org.samverka.reporting.disclosure;

import org.jspecify.annotations.NullMarked;

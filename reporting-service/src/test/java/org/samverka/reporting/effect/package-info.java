@NullMarked
package org.samverka.reporting.effect;

import org.jspecify.annotations.NullMarked;

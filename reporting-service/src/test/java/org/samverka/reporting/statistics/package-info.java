@NullMarked
package org.samverka.reporting.statistics;

import org.jspecify.annotations.NullMarked;

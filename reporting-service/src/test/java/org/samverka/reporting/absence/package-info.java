@NullMarked
package org.samverka.reporting.absence;

import org.jspecify.annotations.NullMarked;

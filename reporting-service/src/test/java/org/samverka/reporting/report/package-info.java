@NullMarked
package org.samverka.reporting.report;

import org.jspecify.annotations.NullMarked;

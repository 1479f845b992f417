@NullMarked
package org.samverka.reporting.webhook;

import org.jspecify.annotations.NullMarked;

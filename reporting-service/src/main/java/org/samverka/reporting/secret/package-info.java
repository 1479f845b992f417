/** What the service can prove that nobody else could have made. */
@NullMarked
package org.samverka.reporting.secret;

import org.jspecify.annotations.NullMarked;

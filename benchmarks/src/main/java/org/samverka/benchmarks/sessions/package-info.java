/** What sessions-service is measured by, apart from bookings. */
@NullMarked
package org.samverka.benchmarks.sessions;

import org.jspecify.annotations.NullMarked;

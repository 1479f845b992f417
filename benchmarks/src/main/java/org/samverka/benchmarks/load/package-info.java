/** What puts load on a service or a database, and how long things took. */
@NullMarked
package org.samverka.benchmarks.load;

import org.jspecify.annotations.NullMarked;

/** Real PostgreSQL, real Kafka and real tokens for the tests of every service. */
@NullMarked
package org.samverka.testing;

import org.jspecify.annotations.NullMarked;

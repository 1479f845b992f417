/** What people are told by mail, and how to reach them: under a database role of its own, apart from the statistics. */
@NullMarked
package org.samverka.reporting.notification;

import org.jspecify.annotations.NullMarked;

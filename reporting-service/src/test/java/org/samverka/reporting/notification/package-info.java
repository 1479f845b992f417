@NullMarked
package org.samverka.reporting.notification;

import org.jspecify.annotations.NullMarked;

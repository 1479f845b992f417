/** What takes place in a program: scheduled, booked, attended. */
@NullMarked
package org.samverka.stack.demo.meeting;

import org.jspecify.annotations.NullMarked;

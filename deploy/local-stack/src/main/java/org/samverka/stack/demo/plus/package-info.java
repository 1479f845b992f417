/** PLUS: meetings in series, invitations, and goals that people are asked about. */
@NullMarked
package org.samverka.stack.demo.plus;

import org.jspecify.annotations.NullMarked;

/** The public interfaces of a running stack, as a client uses them: tokens, REST, statistics, caught mail. */
@NullMarked
package org.samverka.stack.demo.api;

import org.jspecify.annotations.NullMarked;

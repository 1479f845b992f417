/** How the play waits for what it expects, and says what came. */
@NullMarked
package org.samverka.stack.demo.check;

import org.jspecify.annotations.NullMarked;

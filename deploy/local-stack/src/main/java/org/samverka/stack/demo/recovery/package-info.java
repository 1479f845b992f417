/** Recovery days: hundreds of them, planned over teams and municipalities. */
@NullMarked
package org.samverka.stack.demo.recovery;

import org.jspecify.annotations.NullMarked;

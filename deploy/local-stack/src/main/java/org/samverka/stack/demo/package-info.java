/** What `./samverka demo` plays through the public interfaces. */
@NullMarked
package org.samverka.stack.demo;

import org.jspecify.annotations.NullMarked;

/** What `./samverka demo` plays through the public interfaces, a class per step. */
@NullMarked
package org.samverka.stack.demo;

import org.jspecify.annotations.NullMarked;

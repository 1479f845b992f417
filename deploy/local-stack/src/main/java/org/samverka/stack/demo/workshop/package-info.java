/** The recruitment workshop: applications, a workshop of thirty hours, certificates. */
@NullMarked
package org.samverka.stack.demo.workshop;

import org.jspecify.annotations.NullMarked;

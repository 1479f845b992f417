@NullMarked
package org.samverka.contracts;

import org.jspecify.annotations.NullMarked;

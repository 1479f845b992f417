@NullMarked
package org.samverka.system;

import org.jspecify.annotations.NullMarked;

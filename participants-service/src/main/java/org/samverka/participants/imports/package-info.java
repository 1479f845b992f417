@NullMarked
package org.samverka.participants.imports;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.contracts.delivery;

import org.jspecify.annotations.NullMarked;

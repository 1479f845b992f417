/** The mobilisation initiative: screening, and support to those in the risk zone. */
@NullMarked
package org.samverka.stack.demo.mobilisation;

import org.jspecify.annotations.NullMarked;

/** What people are asked: with accounts of their own, or on paper. */
@NullMarked
package org.samverka.stack.demo.survey;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.participants.application;

import org.jspecify.annotations.NullMarked;

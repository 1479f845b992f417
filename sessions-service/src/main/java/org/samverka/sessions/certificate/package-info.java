@NullMarked
package org.samverka.sessions.certificate;

import org.jspecify.annotations.NullMarked;

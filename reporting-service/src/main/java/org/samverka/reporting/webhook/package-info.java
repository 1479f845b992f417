/** Systems that are told what happens in a program, after Standard Webhooks: never about a person. */
@NullMarked
package org.samverka.reporting.webhook;

import org.jspecify.annotations.NullMarked;

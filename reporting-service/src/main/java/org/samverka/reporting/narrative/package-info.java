/** What coordinators write around the figures of a release; figures in it stay linked. */
@NullMarked
package org.samverka.reporting.narrative;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.samverka.contracts.rest;

import org.jspecify.annotations.NullMarked;

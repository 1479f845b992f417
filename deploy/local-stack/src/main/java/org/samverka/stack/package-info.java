/** The local stack: PostgreSQL, Kafka, Keycloak, a mail catcher and the services, each a process of this machine. */
@NullMarked
package org.samverka.stack;

import org.jspecify.annotations.NullMarked;

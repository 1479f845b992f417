package org.samverka.sessions.attendance;

import java.math.BigDecimal;
import java.time.LocalDate;

/** A stretch of a session, whose hours count for its local day. */
record Part(LocalDate date, BigDecimal hours) {}

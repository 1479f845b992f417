package org.samverka.reporting.notification;

import org.samverka.contracts.Language;

/** A mail's content. */
record Letter(Language language, String subject, String text, String html) {}

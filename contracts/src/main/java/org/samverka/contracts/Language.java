package org.samverka.contracts;

/** The languages that user-facing texts exist in (ISO 639-1). */
public enum Language {
    sv,
    da,
    en
}

package org.samverka.participants.person;

/** A person as the organization's own HR system names them. */
public record PersonRef(String organization, String ref) {}

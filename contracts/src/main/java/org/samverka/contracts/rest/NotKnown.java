package org.samverka.contracts.rest;

/** There is no such thing, or none that the caller may know of (404). */
public class NotKnown extends DomainException {
    public NotKnown(String message) {
        super(message);
    }
}

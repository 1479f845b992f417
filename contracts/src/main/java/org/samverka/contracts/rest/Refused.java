package org.samverka.contracts.rest;

/** A rule of the domain stands against it as things are (409). */
public abstract class Refused extends DomainException {
    protected Refused(String message) {
        super(message);
    }
}

package org.samverka.contracts.rest;

/** It has changed since the caller read it (412). */
public final class Outdated extends DomainException {
    public Outdated() {
        super("It has changed since you read it; read it again and decide anew");
    }
}

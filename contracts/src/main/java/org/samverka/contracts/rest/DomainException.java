package org.samverka.contracts.rest;

/** Something a rule of the domain says no to. The message says what to do next; the class's name is the stable code. */
public abstract class DomainException extends RuntimeException {
    protected DomainException(String message) {
        super(message, null, false, false);
    }

    /** The class's name in kebab-case: {@code SessionFull} is {@code session-full}. */
    public String code() {
        return Problems.kebab(getClass().getSimpleName());
    }
}

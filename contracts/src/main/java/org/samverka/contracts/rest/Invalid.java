package org.samverka.contracts.rest;

import java.util.List;

/** Values that cannot be right whatever the state of things (422), each named by a JSON Pointer. */
public class Invalid extends DomainException {
    private final transient List<Error> errors;

    public record Error(String pointer, String code, String detail) {}

    public Invalid(List<Error> errors) {
        super("Some values are not valid; errors[] names each");
        this.errors = List.copyOf(errors);
    }

    public Invalid(String pointer, String code, String detail) {
        this(List.of(new Error(pointer, code, detail)));
    }

    public List<Error> errors() {
        return errors;
    }

    @Override
    public String code() {
        return "invalid-values";
    }
}

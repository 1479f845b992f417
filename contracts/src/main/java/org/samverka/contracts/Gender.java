package org.samverka.contracts;

/** As partners state it; statistics are always available by it. */
public enum Gender {
    woman,
    man,
    other,
    unknown
}

package org.samverka.participants.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Whoever calls this operation is in the access log before they have their answer, whether it is granted or refused. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Logged {
    /** What is done: {@code list}, {@code read}, {@code export}, or another verb. */
    String action();

    /** What it is done to; {@code {name}} stands for the path's parameter. */
    String object();
}

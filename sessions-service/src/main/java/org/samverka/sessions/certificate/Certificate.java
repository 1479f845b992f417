package org.samverka.sessions.certificate;

import java.time.LocalDate;
import java.util.UUID;

/**
 * That somebody has completed a target group of a program.
 *
 * @param code what whoever holds the certificate shows; whoever is shown it can look whether it is valid
 */
record Certificate(
        UUID id,
        long position,
        String program,
        String programName,
        UUID personId,
        String targetGroup,
        LocalDate completedOn,
        boolean valid,
        String code) {

    /** In fours, as people read and type it. */
    String readableCode() {
        return code.replaceAll("(.{4})(?=.)", "$1-");
    }
}

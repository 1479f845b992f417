package org.samverka.participants.program;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody who asks to be in a target group, with all that a program's rules ask about. */
public interface Candidate {
    String organization();

    /** Today's unit, of the largest employment. */
    @Nullable
    String unit();

    /** Sum over today's employments; 1 is full time. */
    BigDecimal extent();

    boolean leader();

    boolean employed();

    /** The program's other groups that the person is in, waits for or has applied to. */
    Set<String> groups();

    /** Whether somebody waits for a seat that this person might take. */
    boolean othersWait();

    /** @param targetGroup or none for any of the program */
    boolean completed(String program, @Nullable String targetGroup);

    /** @param targetGroup or none for any of the program */
    boolean organizationAttended(String program, @Nullable String targetGroup);

    /** Whether the answer goes to somebody who must not learn who is in a support group. */
    boolean answerIsForOrganization();
}

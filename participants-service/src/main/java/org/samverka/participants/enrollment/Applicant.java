package org.samverka.participants.enrollment;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;
import org.samverka.participants.program.Candidate;

/**
 * The person a claim is about, with what admission asks of them.
 *
 * @param inGroups where the person is in this program, and how
 */
record Applicant(
        UUID id,
        UUID pseudonym,
        String organization,
        boolean organizationTakesPart,
        @Nullable String unit,
        BigDecimal extent,
        boolean leader,
        boolean employed,
        Map<String, EnrollmentState> inGroups,
        boolean othersWait,
        Past past,
        boolean answerIsForOrganization)
        implements Candidate {

    void checkFor(Claim claim) {
        if (claim.within() != null && !claim.within().contains(organization)) {
            throw new PersonNotKnown();
        }
        if (!organizationTakesPart) {
            throw new OrganizationNotTakingPart();
        }
    }

    void checkNew(String targetGroup) {
        if (inGroups.containsKey(targetGroup)) {
            throw new AlreadyEnrolled();
        }
    }

    /** Whoever has completed a group is no longer in it. */
    @Override
    public Set<String> groups() {
        var groups = new TreeSet<String>();
        inGroups.forEach((group, state) -> {
            if (state != EnrollmentState.completed) {
                groups.add(group);
            }
        });
        return groups;
    }

    @Override
    public boolean completed(String program, @Nullable String targetGroup) {
        return past.completed(id, program, targetGroup);
    }

    @Override
    public boolean organizationAttended(String program, @Nullable String targetGroup) {
        return past.attended(organization, program, targetGroup);
    }

    /** Also with what was decided in the same transaction. */
    Applicant with(Map<String, EnrollmentState> entered, Past before) {
        Map<String, EnrollmentState> all = new HashMap<>(inGroups);
        all.putAll(entered);
        return in(all, before);
    }

    /** As if they had left a group already. */
    Applicant without(String targetGroup) {
        Map<String, EnrollmentState> others = new HashMap<>(inGroups);
        others.remove(targetGroup);
        return in(others, past);
    }

    private Applicant in(Map<String, EnrollmentState> all, Past before) {
        return new Applicant(
                id,
                pseudonym,
                organization,
                organizationTakesPart,
                unit,
                extent,
                leader,
                employed,
                all,
                othersWait,
                before,
                answerIsForOrganization);
    }

    static final class PersonNotKnown extends NotKnown {
        PersonNotKnown() {
            super("There is no such person among those you may enroll; people arrive with the HR feed or an import");
        }
    }

    static final class OrganizationNotTakingPart extends Refused {
        OrganizationNotTakingPart() {
            super("The person's organization does not take part in this program; add it to the definition first");
        }
    }

    static final class AlreadyEnrolled extends Refused {
        AlreadyEnrolled() {
            super("The person is in this target group already");
        }
    }
}

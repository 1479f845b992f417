package org.samverka.participants.enrollment;

import java.util.UUID;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;

/** The person a claim is about, with what admission asks of them. */
record Applicant(UUID id, UUID pseudonym, String organization, boolean organizationTakesPart, boolean alreadyEnrolled) {

    void checkFor(Claim claim) {
        if (claim.within() != null && !claim.within().contains(organization)) {
            throw new PersonNotKnown();
        }
        if (!organizationTakesPart) {
            throw new OrganizationNotTakingPart();
        }
        if (alreadyEnrolled) {
            throw new AlreadyEnrolled();
        }
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

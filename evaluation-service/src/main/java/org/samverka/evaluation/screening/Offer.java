package org.samverka.evaluation.screening;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ScreeningEvent.OfferState;
import org.samverka.contracts.ScreeningEvent.SupportOfferChanged;
import org.samverka.contracts.rest.Refused;

/** An offer of support: somebody may accept or decline it until it expires; what was accepted may be completed. */
record Offer(
        UUID id,
        long position,
        UUID surveyId,
        String survey,
        String program,
        String supportGroup,
        @Nullable String recipient,
        Gender gender,
        @Nullable String organization,
        @Nullable String targetGroup,
        OfferState state,
        LocalDate expiresOn,
        int version) {

    static final String COLUMNS = """
            o.id, o.position, o.survey_id, s.key, s.program, s.support_group, o.recipient, o.gender, o.organization,
            o.target_group, o.state, o.expires_on, o.version\
            """;

    static Offer of(Object[] row) {
        return new Offer(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                (UUID) row[2],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (String) row[6],
                Gender.valueOf((String) row[7]),
                (String) row[8],
                (String) row[9],
                OfferState.valueOf((String) row[10]),
                (LocalDate) row[11],
                (Integer) row[12]);
    }

    /** Only what nobody has answered, in time; the same answer again changes nothing. */
    Offer answered(OfferState answer, LocalDate today) {
        if (state == answer || state == OfferState.completed && answer == OfferState.accepted) {
            return this;
        }
        if (state == OfferState.expired || state == OfferState.offered && expiresOn.isBefore(today)) {
            throw new OfferExpired();
        }
        if (state != OfferState.offered) {
            throw new OfferAnswered();
        }
        return in(answer);
    }

    Offer in(OfferState next) {
        return new Offer(
                id,
                position,
                surveyId,
                survey,
                program,
                supportGroup,
                recipient,
                gender,
                organization,
                targetGroup,
                next,
                expiresOn,
                version + 1);
    }

    SupportOfferChanged changed(UUID subject) {
        return new SupportOfferChanged(id, survey, program, subject, state, gender, organization, targetGroup, version);
    }

    static final class OfferAnswered extends Refused {
        OfferAnswered() {
            super("The offer has been answered; get in touch with occupational health to change that");
        }
    }

    static final class OfferExpired extends Refused {
        OfferExpired() {
            super("The time to answer is over; get in touch with occupational health, who can still help");
        }
    }
}

package org.samverka.participants.application;

import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.ApplicationKind;
import org.samverka.contracts.rest.Invalid;
import org.samverka.participants.application.Application.Wish;
import org.samverka.participants.program.ProgramDefinition;
import org.samverka.participants.program.ProgramDefinition.Grant;
import org.samverka.participants.program.ProgramDefinition.Round;

/** What a program's definition says of applying: what can be sought, until when, and how much of it is given. */
final class Terms {
    private Terms() {}

    static void check(ProgramDefinition definition, ApplicationKind kind, String key, Wish wish) {
        if (kind == ApplicationKind.participation) {
            Round round = round(definition, key);
            if (wish.amount() != null) {
                throw new Invalid("/sought", "not-here", "Money is sought with a grant; a round has seats");
            }
            if (wish.seats() != null && wish.seats() > round.seatsPerOrganization()) {
                throw new Invalid(
                        "/seatsSought", "maximum", "An organization gets at most " + round.seatsPerOrganization());
            }
        } else {
            Grant grant = grant(definition, key);
            if (wish.seats() != null) {
                throw new Invalid("/seatsSought", "not-here", "Seats are sought in a round; a grant is money");
            }
            if (wish.amount() == null) {
                throw new Invalid("/sought", "required", "Say how much is sought");
            }
            if (grant.total() != null && !grant.total().currency().equals(wish.currency())) {
                throw new Invalid(
                        "/sought/currency",
                        "other-currency",
                        "The grant is in " + grant.total().currency());
            }
        }
    }

    static Window window(ProgramDefinition definition, ApplicationKind kind, String key) {
        ZoneId zone = ZoneId.of(definition.zone());
        if (kind == ApplicationKind.grant) {
            return new Window(null, grant(definition, key).deadline(), zone);
        }
        Round round = round(definition, key);
        return new Window(round.opens(), round.closes(), zone);
    }

    static Round round(ProgramDefinition definition, String key) {
        return Objects.requireNonNull(definition.rounds()).stream()
                .filter(round -> round.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new Invalid("/round", "unknown-round", "The program has no such round"));
    }

    static Grant grant(ProgramDefinition definition, String key) {
        return Objects.requireNonNull(definition.grants()).stream()
                .filter(grant -> grant.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new Invalid("/grant", "unknown-grant", "The program has no such grant"));
    }

    /** How many seats an accepted organization gets: what was decided, or else what it seeks, as far as there is. */
    static int seats(Round round, @Nullable Integer sought, @Nullable Integer given) {
        int most = round.seatsPerOrganization();
        if (given != null && given > most) {
            throw new Invalid("/seats", "maximum", "An organization gets at most " + most);
        }
        return Objects.requireNonNullElse(given, Math.min(Objects.requireNonNullElse(sought, most), most));
    }
}

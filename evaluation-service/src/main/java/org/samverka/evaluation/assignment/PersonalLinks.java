package org.samverka.evaluation.assignment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.Gender;
import org.samverka.evaluation.link.Links;
import org.samverka.evaluation.link.Links.Invited;

/** Links to what somebody is asked: of no use once the time to answer is over, and of none after some days anyway. */
@ApplicationScoped
class PersonalLinks {
    private final Links links;
    private final Clock clock;
    private final int days;

    PersonalLinks(
            Links links, Clock clock, @ConfigProperty(name = "samverka.links.days", defaultValue = "30") int days) {
        this.links = links;
        this.clock = clock;
        this.days = days;
    }

    String address(UUID assignment, UUID person, @Nullable LocalDate dueOn) {
        return links.address(new Invited(assignment, person), until(dueOn));
    }

    private Instant until(@Nullable LocalDate dueOn) {
        Instant latest = clock.instant().plus(Duration.ofDays(days));
        if (dueOn == null) {
            return latest;
        }
        Instant due = dueOn.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return due.isBefore(latest) ? due : latest;
    }

    /** @param rows assignment, survey, program, person, whether with a link, the last day, whether it is a screening, gender, organization */
    List<EvaluationRequested> requests(List<Object[]> rows) {
        return rows.stream().map(this::request).toList();
    }

    private EvaluationRequested request(Object[] row) {
        UUID assignment = (UUID) row[0];
        UUID person = (UUID) row[3];
        return new EvaluationRequested(
                assignment,
                (String) row[1],
                (String) row[2],
                person,
                (Boolean) row[4] ? address(assignment, person, (LocalDate) row[5]) : null,
                (Boolean) row[6] ? Boolean.TRUE : null,
                row[7] == null ? null : Gender.valueOf((String) row[7]),
                (String) row[8]);
    }
}

package org.samverka.sessions.session;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Refused;

/** A room, a team or a leader would be in two places at once; the message names what stands there already. */
public final class Clash extends Refused {
    private static final Set<String> CONSTRAINTS = Set.of("room_taken", "supplier_taken", "leader_taken");

    private Clash(String message) {
        super(message);
    }

    /**
     * @param what is taken: room, supplier or leader
     * @param program none: it is blocked by its own calendar
     */
    record With(
            String what, @Nullable String program, @Nullable String title, Part part) {
        /** @param programs those that the caller knows of; what others plan is not told */
        String named(Set<String> programs) {
            return "the %s is taken from %s for %s hours%s"
                    .formatted(
                            what.equals("supplier") ? "team" : what,
                            part.startsAt().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")),
                            part.hours().stripTrailingZeros().toPlainString(),
                            by(programs));
        }

        private String by(Set<String> programs) {
            if (program == null) {
                return ", as its own calendar says";
            }
            return programs.contains(program) ? " by \"%s\" (%s)".formatted(title, program) : " by another program";
        }
    }

    static Clash with(List<With> taken, Set<String> programs) {
        return new Clash(taken.stream()
                .map(each -> each.named(programs))
                .distinct()
                .collect(Collectors.joining("; ", "At that time ", ". Choose another time, or something else")));
    }

    /** Of what is asked for with itself; or somebody else was faster again and again. */
    static Clash unnamed() {
        return new Clash(
                "The room, the team or the leader would be needed twice at the same time; choose another time");
    }

    /** Whether somebody else took the same just now: looked at anew, it shows who. */
    static boolean isRace(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(Clash::isRaceItself);
    }

    private static boolean isRaceItself(Throwable cause) {
        if (cause instanceof ConstraintViolationException violation) {
            String constraint = violation.getConstraintName();
            return constraint != null && CONSTRAINTS.contains(constraint) || "23P01".equals(violation.getSQLState());
        }
        return cause instanceof io.vertx.pgclient.PgException database
                && ("23P01".equals(database.getSqlState()) || "40P01".equals(database.getSqlState()));
    }
}

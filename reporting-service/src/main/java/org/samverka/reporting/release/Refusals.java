package org.samverka.reporting.release;

import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.samverka.contracts.rest.Refused;

/** Why figures cannot be published. */
final class Refusals {
    private static final int NAMED = 20;

    private Refusals() {}

    static final class FiguresWouldFollow extends Refused {
        FiguresWouldFollow(Collection<String> figures) {
            super(
                    ("With all releases of the program together, hidden figures would follow: %s%s. Withhold figures beside them,"
                                    + " send withholdWhatFollows, or wait until more people have come")
                            .formatted(
                                    figures.stream().limit(NAMED).collect(Collectors.joining(", ")),
                                    figures.size() > NAMED ? " and %d more".formatted(figures.size() - NAMED) : ""));
        }
    }

    static final class AlreadySuperseded extends Refused {
        AlreadySuperseded(UUID by) {
            super("The release has been superseded by %s; supersede that one".formatted(by));
        }
    }

    static final class OtherKind extends Refused {
        OtherKind(ReportKind kind) {
            super("The release to be superseded is a %s; a revision is of the same kind".formatted(kind));
        }
    }
}

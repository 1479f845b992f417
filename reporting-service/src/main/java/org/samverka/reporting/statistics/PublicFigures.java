package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.samverka.reporting.statistics.Statistics.Question;

/** All of a program's figures as anybody may see them, by what reports are split by. */
@ApplicationScoped
public class PublicFigures {
    private static final Set<Dimension> SPLIT =
            EnumSet.of(Dimension.gender, Dimension.targetGroup, Dimension.organization);

    private final Statistics statistics;

    PublicFigures(Statistics statistics) {
        this.statistics = statistics;
    }

    public Uni<List<Statistic>> of(String program) {
        return statistics.answer(new Question(program, SPLIT, EnumSet.allOf(Measure.class), Audience.ANALYST));
    }
}

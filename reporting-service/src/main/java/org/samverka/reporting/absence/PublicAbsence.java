package org.samverka.reporting.absence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.samverka.reporting.absence.AbsenceResource.AbsenceView;
import org.samverka.reporting.absence.AbsenceResource.DefinitionView;
import org.samverka.reporting.absence.AbsenceYears.Group;
import org.samverka.reporting.absence.Shown.Subject;
import org.samverka.reporting.absence.Shown.Taken;
import org.samverka.reporting.program.Program;

/** Absence of a year among the people of a program's organizations, as anybody may see it. */
@ApplicationScoped
public class PublicAbsence {
    private final AbsenceYears years;
    private final Shown shown;
    private final Clock clock;
    private final Vertx vertx;

    PublicAbsence(AbsenceYears years, Shown shown, Clock clock, Vertx vertx) {
        this.years = years;
        this.shown = shown;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** The last one that is over where the program is. */
    public int lastYear(Program program) {
        return LocalDate.ofInstant(clock.instant(), program.zone()).getYear() - 1;
    }

    /** @param maxDays the longest short-term absence */
    public Uni<AbsenceView> of(
            Program program, int year, Set<AbsenceDimension> dimensions, Set<Definition> measures, int maxDays) {
        return figures(program, Days.ofYear(year))
                .chain(taken -> vertx.executeBlocking(
                        () -> view(program.key(), year, taken, dimensions, measures, maxDays), false));
    }

    private Uni<Taken<List<Group>>> figures(Program program, Days year) {
        var subject = new Subject(
                program.key(),
                "year %d of %s".formatted(year.from().getYear(), program.organizations()),
                null,
                program.organizations());
        return shown.figures(
                subject, new TypeReference<>() {}, () -> years.of(program.key(), program.organizations(), year));
    }

    private static AbsenceView view(
            String program,
            int year,
            Taken<List<Group>> taken,
            Set<AbsenceDimension> dimensions,
            Set<Definition> measures,
            int maxDays) {
        var figures = new AbsenceFigures(taken.content(), Days.ofYear(year));
        return new AbsenceView(
                program,
                year,
                Days.ofYear(year).to(),
                taken.at().toInstant(),
                maxDays,
                measures.stream().sorted().map(DefinitionView::of).toList(),
                figures.keyFigures(),
                figures.by(dimensions, measures, maxDays));
    }
}

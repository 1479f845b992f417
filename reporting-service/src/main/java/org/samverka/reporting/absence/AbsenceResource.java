package org.samverka.reporting.absence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.absence.AbsenceFigures.AbsenceCell;
import org.samverka.reporting.absence.AbsenceFigures.KeyFigure;
import org.samverka.reporting.absence.AbsenceYears.Group;
import org.samverka.reporting.absence.Shown.Subject;
import org.samverka.reporting.absence.Shown.Taken;
import org.samverka.reporting.program.Program;
import org.samverka.reporting.program.Programs;

@Path("/api/v1/programs/{key}")
@Tag(name = "Absence")
public class AbsenceResource {
    private static final int FIRST_YEAR = 2000;
    private static final Set<Integer> MAX_DAYS = Set.of(7, 14, 59);

    private final Programs programs;
    private final AbsenceYears years;
    private final Shown shown;
    private final Caller caller;
    private final Clock clock;
    private final Vertx vertx;

    AbsenceResource(Programs programs, AbsenceYears years, Shown shown, Caller caller, Clock clock, Vertx vertx) {
        this.programs = programs;
        this.years = years;
        this.shown = shown;
        this.caller = caller;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** How a value was computed. */
    public record DefinitionView(String id, int version, String text) {
        static DefinitionView of(Definition definition) {
            return new DefinitionView(definition.id(), definition.version(), definition.text());
        }
    }

    /**
     * @param asOf how long episodes are is judged as of this day
     * @param takenAt when the figures were computed; they stay until the facts of 11 people have changed
     */
    public record AbsenceView(
            String program,
            int year,
            LocalDate asOf,
            Instant takenAt,
            int maxDays,
            List<DefinitionView> definitions,
            List<KeyFigure> keyFigures,
            List<AbsenceCell> cells) {}

    @GET
    @Path("/absence")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST})
    @Operation(
            summary = "Sickness absence of a year among the people of the program's organizations, with all margins",
            description = """
                    Under disclosure control for everybody: groups of ten persons and fewer are hidden, figures to which fewer \
                    than three contribute, and what would reveal them. Only years that are over; values move in steps.""")
    public Uni<AbsenceView> absence(
            String key,
            @RestQuery @Parameter(description = "A calendar year that is over; the last one if left out") @Nullable
                    Integer year,
            @RestQuery
                    @Parameter(
                            description =
                                    "gender, ageBand, fullTime, organization, participant: any of them, separated by commas")
                    @Nullable
                    String by,
            @RestQuery @Parameter(description = """
                                    sickLeave, longTermShare, sickLeaveByLength, shortTerm, repeated, frequency, headCount, \
                                    danishAbsence: any of them, separated by commas; all if left out""") @Nullable String measure,
            @RestQuery
                    @Parameter(description = "The longest short-term absence: 7, 14 (if left out) or 59 days")
                    @Nullable
                    Integer maxDays) {
        caller.requireProgram(key);
        Set<AbsenceDimension> dimensions = chosen(
                by, EnumSet.noneOf(AbsenceDimension.class), AbsenceDimension.class, "/by", AbsenceDimension.names());
        Set<Definition> measures = chosen(
                measure,
                EnumSet.allOf(Definition.class),
                Definition.class,
                "/measure",
                EnumSet.allOf(Definition.class).toString());
        int longest = maxDays == null ? Definition.SHORT : maxDays;
        if (!MAX_DAYS.contains(longest)) {
            throw new Invalid("/maxDays", "unknown-value", "Known here: 7, 14, 59");
        }
        return programs.required(key).chain(program -> {
            int asked = year(year, program);
            return figures(program, Days.ofYear(asked))
                    .chain(taken ->
                            vertx.executeBlocking(() -> view(key, asked, taken, dimensions, measures, longest), false));
        });
    }

    private int year(@Nullable Integer year, Program program) {
        int last = LocalDate.ofInstant(clock.instant(), program.zone()).getYear() - 1;
        int asked = year == null ? last : year;
        if (asked < FIRST_YEAR || asked > last) {
            throw new Invalid(
                    "/year",
                    "year-not-over",
                    "Ask for a year from %d to %d, which is over".formatted(FIRST_YEAR, last));
        }
        return asked;
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

    private static <T extends Enum<T>> Set<T> chosen(
            @Nullable String names, Set<T> otherwise, Class<T> type, String pointer, String known) {
        if (names == null || names.isBlank()) {
            return otherwise;
        }
        Set<T> chosen = EnumSet.noneOf(type);
        for (String name : names.split(",", -1)) {
            chosen.add(Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new Invalid(pointer, "unknown-value", "Known here: " + known)));
        }
        return chosen;
    }
}

package org.samverka.reporting.absence;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
import org.samverka.reporting.program.Program;
import org.samverka.reporting.program.Programs;

@Path("/api/v1/programs/{key}")
@Tag(name = "Absence")
public class AbsenceResource {
    private static final int FIRST_YEAR = 2000;
    private static final Set<Integer> MAX_DAYS = Set.of(7, 14, 59);

    private final Programs programs;
    private final PublicAbsence absences;
    private final Caller caller;

    AbsenceResource(Programs programs, PublicAbsence absences, Caller caller) {
        this.programs = programs;
        this.absences = absences;
        this.caller = caller;
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
            return absences.of(program, asked, dimensions, measures, longest);
        });
    }

    private int year(@Nullable Integer year, Program program) {
        int last = absences.lastYear(program);
        int asked = year == null ? last : year;
        if (asked < FIRST_YEAR || asked > last) {
            throw new Invalid(
                    "/year",
                    "year-not-over",
                    "Ask for a year from %d to %d, which is over".formatted(FIRST_YEAR, last));
        }
        return asked;
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

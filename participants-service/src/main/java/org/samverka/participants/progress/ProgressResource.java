package org.samverka.participants.progress;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;
import org.samverka.participants.program.ProgramDefinition;
import org.samverka.participants.program.ProgramDefinition.PlannedCount;
import org.samverka.participants.program.ProgramDefinition.TargetGroup;
import org.samverka.participants.progress.Counts.Counted;
import org.samverka.participants.progress.Counts.Sessions;
import org.samverka.participants.progress.Progress.Against;
import org.samverka.participants.progress.Progress.Count;
import org.samverka.participants.progress.Progress.Measure;
import org.samverka.participants.progress.Progress.Reached;
import org.samverka.participants.progress.Progress.Team;

@Path("/api/v1")
public class ProgressResource {
    private final Counts counts;
    private final Caller caller;

    ProgressResource(Counts counts, Caller caller) {
        this.counts = counts;
        this.caller = caller;
    }

    public enum State {
        @JsonProperty("met")
        MET,
        @JsonProperty("within-tolerance")
        WITHIN_TOLERANCE,
        @JsonProperty("below")
        BELOW;

        static @Nullable State of(@Nullable Reached reached) {
            return reached == null
                    ? null
                    : switch (reached) {
                        case met -> MET;
                        case within_tolerance -> WITHIN_TOLERANCE;
                        case below -> BELOW;
                    };
        }
    }

    /** @param state none where nothing is planned, or another service counts it */
    public record AgainstView(
            @Nullable Integer planned,
            @Nullable Long actual,
            @Nullable State state) {
        static AgainstView of(Against against) {
            return new AgainstView(against.planned(), against.actual(), State.of(against.reached()));
        }
    }

    /** @param size, women and men count who is or was in the group: confirmed and completed */
    public record GroupView(
            String key,
            String name,
            AgainstView size,
            AgainstView women,
            AgainstView men,
            long applied,
            long waitlisted,
            long offered,
            long completed,
            long discontinued,
            long sessionsHeld) {}

    /**
     * @param countedBy the service that has the facts: where it is another than participants-service, ask there
     * @param count hours in whole ones that are full
     */
    public record PlannedView(String key, String name, String measure, String countedBy, AgainstView count) {}

    /** @param complete false flags a team that lacks a role */
    public record TeamView(
            String targetGroup,
            String organization,
            long leaders,
            long employees,
            boolean complete,
            List<String> missing) {
        static TeamView of(Team team) {
            return new TeamView(
                    team.targetGroup(),
                    team.organization(),
                    team.leaders(),
                    team.employees(),
                    team.isComplete(),
                    missing(team));
        }

        private static List<String> missing(Team team) {
            return Stream.of(team.missingLeaders() > 0 ? "leader" : "", team.missingEmployees() > 0 ? "employee" : "")
                    .filter(role -> !role.isEmpty())
                    .toList();
        }
    }

    /** @param headCount persons, each once in however many groups */
    public record ProgressView(
            String program,
            long headCount,
            long sessionsScheduled,
            long sessionsHeld,
            long attendances,
            BigDecimal hours,
            List<GroupView> targetGroups,
            List<PlannedView> planned,
            List<TeamView> teams) {}

    @GET
    @Path("/programs/{program}/progress")
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "What was planned against what there is: groups, women and men, sessions, teams")
    public Uni<ProgressView> progress(String program) {
        caller.requireProgram(program);
        return counts.of(program).map(ProgressResource::view);
    }

    private static ProgressView view(Counted counted) {
        ProgramDefinition definition = counted.program().definition();
        return new ProgressView(
                definition.key(),
                counted.headCount(),
                counted.sessions().values().stream()
                        .mapToLong(Sessions::scheduled)
                        .sum(),
                counted.sessions().values().stream().mapToLong(Sessions::held).sum(),
                counted.attended().values().stream()
                        .mapToLong(Counts.Attended::times)
                        .sum(),
                counted.attended().values().stream()
                        .map(Counts.Attended::hours)
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                definition.targetGroups().stream()
                        .map(group -> group(group, counted))
                        .toList(),
                Objects.requireNonNull(definition.planned()).stream()
                        .map(planned -> planned(planned, counted))
                        .toList(),
                Progress.teams(definition.targetGroups(), counted.counts()).stream()
                        .map(TeamView::of)
                        .toList());
    }

    private static GroupView group(TargetGroup group, Counted counted) {
        List<Count> counts = counted.counts();
        String key = group.key();
        return new GroupView(
                key,
                group.name(),
                AgainstView.of(Against.of(group.plannedSize(), group.tolerance(), Progress.in(counts, key))),
                AgainstView.of(
                        Against.of(group.plannedWomen(), group.tolerance(), Progress.in(counts, key, Gender.woman))),
                AgainstView.of(Against.of(group.plannedMen(), group.tolerance(), Progress.in(counts, key, Gender.man))),
                Progress.inState(counts, key, EnrollmentState.applied),
                Progress.inState(counts, key, EnrollmentState.waitlisted),
                Progress.inState(counts, key, EnrollmentState.offered),
                Progress.inState(counts, key, EnrollmentState.completed),
                Progress.inState(counts, key, EnrollmentState.discontinued),
                counted.sessions().getOrDefault(key, Sessions.NONE).held());
    }

    private static PlannedView planned(PlannedCount planned, Counted counted) {
        return new PlannedView(
                planned.key(),
                planned.name(),
                planned.measure(),
                Measure.of(planned).counter().name() + "-service",
                AgainstView.of(Against.of(
                        planned.count(), planned.tolerance(), counted.planned().get(planned.key()))));
    }
}

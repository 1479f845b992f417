package org.samverka.participants.application;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.ApplicationKind;
import org.samverka.contracts.ParticipantEvent.ApplicationState;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.participants.program.ProgramDefinition;
import org.samverka.participants.program.ProgramDefinition.Round;
import org.samverka.participants.program.ProgramVersions;

/** The applications as they are shown: one with its team and reports, many with how many there are, and their past. */
@ApplicationScoped
class ApplicationList {
    /** As enrollments say that an accepted offer of support made them: nobody's business here. */
    private static final String CONFIDENTIAL = "support-offer";

    private final Applications applications;
    private final ProgramVersions programs;

    ApplicationList(Applications applications, ProgramVersions programs) {
        this.applications = applications;
        this.programs = programs;
    }

    /** An application with what is shown beside it. */
    record Shown(
            Application application,
            ProgramDefinition definition,
            @Nullable Team team,
            Map<String, LocalDate> handedIn) {}

    @WithSession
    Uni<Shown> get(UUID id, Predicate<Application> visible) {
        return applications
                .findById(id)
                .map(application -> Applications.known(application, visible))
                .chain(application -> programs.current(application.program)
                        .chain(program -> team(application, program.definition())
                                .chain(team -> handedIn(id)
                                        .map(reports -> new Shown(
                                                application, program.definition(), team.orElse(null), reports)))));
    }

    private static Uni<Optional<Team>> team(Application application, ProgramDefinition definition) {
        String group = application.targetGroup != null
                ? application.targetGroup
                : Objects.requireNonNull(definition.rounds()).stream()
                        .filter(round -> application.kind == ApplicationKind.participation
                                && round.key().equals(application.roundKey))
                        .map(Round::targetGroup)
                        .findFirst()
                        .orElse(null);
        if (group == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select count(*), count(*) filter (where p.leader)
                                from enrollment e join person p on p.id = e.person_id
                                where e.program = :program and e.target_group = :group and e.organization = :organization
                                    and e.state in ('confirmed', 'completed') and e.entered_by <> :confidential
                                """, Object[].class)
                        .setParameter("confidential", CONFIDENTIAL)
                        .setParameter("program", application.program)
                        .setParameter("group", group)
                        .setParameter("organization", application.organization)
                        .getSingleResult())
                .map(row -> Optional.of(Team.of(
                        ((Number) row[0]).intValue(),
                        ((Number) row[1]).intValue(),
                        definition.targetGroups().stream()
                                .filter(one -> one.key().equals(group))
                                .map(ProgramDefinition.TargetGroup::roleMix)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null))));
    }

    private static Uni<Map<String, LocalDate>> handedIn(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select item, handed_in_on from application_report where application_id = :id",
                                Object[].class)
                        .setParameter("id", id)
                        .getResultList())
                .map(rows -> {
                    var reports = new HashMap<String, LocalDate>();
                    rows.forEach(row -> reports.put((String) row[0], (LocalDate) row[1]));
                    return reports;
                });
    }

    /** Which applications; what is not said does not matter. */
    record Filter(
            @Nullable ApplicationKind kind,
            @Nullable ApplicationState state,
            @Nullable String round,
            @Nullable String organization) {}

    /** @param within organizations, or none for all */
    @WithSession
    Uni<List<Application>> list(String program, Filter filter, @Nullable Set<String> within, PageQuery page) {
        var where = new StringBuilder("program = :program and position > :after");
        var parameters = new HashMap<String, Object>(Map.of("program", program, "after", page.after()));
        if (filter.kind() != null) {
            where.append(" and kind = :kind");
            parameters.put("kind", filter.kind());
        }
        if (filter.state() != null) {
            where.append(" and state = :state");
            parameters.put("state", filter.state());
        }
        if (filter.round() != null) {
            where.append(" and roundKey = :round");
            parameters.put("round", filter.round());
        }
        if (filter.organization() != null) {
            where.append(" and organization = :organization");
            parameters.put("organization", filter.organization());
        }
        if (within != null) {
            where.append(" and organization in :within");
            parameters.put("within", within);
        }
        return applications
                .find(where + " order by position", parameters)
                .page(0, page.rows())
                .list();
    }

    /** How many there are of a kind in a state, with the amounts of grants. */
    record Count(
            ApplicationKind kind,
            ApplicationState state,
            int number,
            @Nullable String currency,
            @Nullable BigDecimal sought,
            @Nullable BigDecimal granted) {}

    /** @param within organizations, or none for all */
    @WithSession
    Uni<List<Count>> count(String program, @Nullable Set<String> within) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select kind, state, currency, count(*), sum(sought), sum(granted) from application
                                where program = :program and (:all or organization = any(cast(:within as text[])))
                                group by kind, state, currency order by kind, state, currency
                                """, Object[].class)
                        .setParameter("program", program)
                        .setParameter("all", within == null)
                        .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Count(
                                ApplicationKind.valueOf((String) row[0]),
                                ApplicationState.valueOf((String) row[1]),
                                ((Number) row[3]).intValue(),
                                (String) row[2],
                                (BigDecimal) row[4],
                                (BigDecimal) row[5]))
                        .toList());
    }

    /** One change of an application. */
    record Past(
            int version,
            String state,
            @Nullable Integer seats,
            @Nullable BigDecimal granted,
            @Nullable String reason,
            String changedBy,
            String role,
            Instant at) {
        static Past of(Object[] row) {
            return new Past(
                    (Integer) row[0],
                    (String) row[1],
                    (Integer) row[2],
                    (BigDecimal) row[3],
                    (String) row[4],
                    (String) row[5],
                    (String) row[6],
                    ((OffsetDateTime) row[7]).toInstant());
        }
    }

    @WithSession
    Uni<List<Past>> history(UUID id, Predicate<Application> visible, PageQuery page) {
        return applications
                .findById(id)
                .map(application -> Applications.known(application, visible))
                .chain(Panache::getSession)
                .chain(session -> session.createNativeQuery("""
                                select version, state, seats, granted, reason, changed_by, role, at from application_history
                                where application_id = :id and version > :after order by version limit :rows
                                """, Object[].class)
                        .setParameter("id", id)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Past::of).toList());
    }
}

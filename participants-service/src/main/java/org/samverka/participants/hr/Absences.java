package org.samverka.participants.hr;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.participants.absence.AbsenceFacts.Touched;
import org.samverka.participants.hr.Absence.Content;
import org.samverka.participants.hr.Intake.Stated;

/** The absences, each as the saying about it that holds. */
@ApplicationScoped
class Absences {

    /** Says which employments are touched, so that they are locked first. */
    Uni<Void> touch(Intake intake) {
        if (intake.absences().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        intake.absences().forEach(stated -> touch(intake, stated.fact()));
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select employment_ref from absence where ref = any(:refs) and employment_ref is not null",
                                String.class)
                        .setParameter("refs", refs(intake.absences()))
                        .getResultList())
                .invoke(intake.touched()::addAll)
                .replaceWithVoid();
    }

    private static boolean touch(Intake intake, Absence absence) {
        return absence.content() != null
                && intake.touched().add(absence.content().employmentRef());
    }

    /**
     * What became of some.
     *
     * @param holding those that are other than before
     * @param touched where they are now, and where they were
     */
    record Outcome(List<Absence> holding, List<Touched> touched) {
        static final Outcome NONE = new Outcome(List.of(), List.of());

        static Outcome of(List<Absence> changed, Map<String, Absence> known) {
            return new Outcome(
                    changed,
                    changed.stream()
                            .flatMap(after -> Stream.of(after.content(), before(known.get(after.ref()))))
                            .filter(Objects::nonNull)
                            .map(Outcome::touched)
                            .toList());
        }

        private static @Nullable Content before(@Nullable Absence absence) {
            return absence == null ? null : absence.content();
        }

        private static Touched touched(Content content) {
            return new Touched(content.employmentRef(), content.kind(), content.firstDay(), content.lastDay());
        }
    }

    /** Takes in what has arrived, and gives each absence's arrival a verdict; within the caller's transaction. */
    Uni<Outcome> record(Intake intake) {
        if (intake.absences().isEmpty()) {
            return Uni.createFrom().item(Outcome.NONE);
        }
        return Panache.getSession()
                .chain(session -> known(session, intake.absences())
                        .call(known -> lockLate(session, intake, known))
                        .map(known -> Outcome.of(joined(known, intake), known))
                        .call(outcome -> write(session, outcome.holding(), intake)));
    }

    /** Where an absence has gone to another employment since we looked. */
    private static Uni<?> lockLate(Mutiny.Session session, Intake intake, Map<String, Absence> known) {
        List<String> late = known.values().stream()
                .filter(absence -> touch(intake, absence))
                .map(absence ->
                        absence.content() == null ? "" : absence.content().employmentRef())
                .toList();
        return late.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(
                                "select ref from employment where ref = any(:refs) order by ref for no key update",
                                String.class)
                        .setParameter("refs", late.toArray(String[]::new))
                        .getResultList();
    }

    /** Those that are other than known before, after judging what arrived. */
    private static List<Absence> joined(Map<String, Absence> known, Intake intake) {
        var holding = new HashMap<>(known);
        var changed = new LinkedHashMap<String, Absence>();
        for (Stated<Absence> stated : intake.absences()) {
            Absence arrived = stated.fact();
            Absence before = holding.get(arrived.ref());
            intake.judge(stated.event(), arrived.arrivingAfter(before));
            Absence after = arrived.join(before);
            if (!after.equals(before)) {
                holding.put(arrived.ref(), after);
                changed.put(arrived.ref(), after);
            }
        }
        return new ArrayList<>(changed.values());
    }

    private static Uni<Map<String, Absence>> known(Mutiny.Session session, List<Stated<Absence>> stated) {
        return session.createNativeQuery("""
                        select ref, version, employment_ref, kind, first_day, last_day, extent, source, stamp
                        from absence where ref = any(:refs) order by ref for update
                        """, Object[].class)
                .setParameter("refs", refs(stated))
                .getResultList()
                .map(rows -> rows.stream().map(Absences::absence).collect(toMap(Absence::ref, identity())));
    }

    private static String[] refs(List<Stated<Absence>> stated) {
        return stated.stream().map(each -> each.fact().ref()).distinct().toArray(String[]::new);
    }

    private static Absence absence(Object[] row) {
        Content content = row[2] == null
                ? null
                : new Content(
                        (String) row[2],
                        AbsenceKind.valueOf((String) row[3]),
                        (LocalDate) row[4],
                        (LocalDate) row[5],
                        (BigDecimal) row[6]);
        return new Absence((String) row[0], (Integer) row[1], content, (String) row[7], (String) row[8]);
    }

    /** The condition is for an absence that another replica has inserted meanwhile: then what holds is not known here. */
    private static Uni<Void> write(Mutiny.Session session, List<Absence> absences, Intake intake) {
        if (absences.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into absence (ref, version, canceled, employment_ref, kind, first_day, last_day, extent, source, stamp)
                        select *
                        from unnest(cast(:refs as text[]), cast(:versions as int[]), cast(:canceled as boolean[]), cast(:employments as text[]),
                            cast(:kinds as text[]), cast(:firstDays as date[]), cast(:lastDays as date[]), cast(:extents as numeric[]),
                            cast(:sources as text[]), cast(:stamps as text[]))
                            as stated (ref, version, canceled, employment_ref, kind, first_day, last_day, extent, source, stamp)
                        order by ref
                        on conflict (ref) do update
                        set version = excluded.version, canceled = excluded.canceled,
                            employment_ref = excluded.employment_ref, kind = excluded.kind,
                            first_day = excluded.first_day, last_day = excluded.last_day,
                            extent = excluded.extent, source = excluded.source, stamp = excluded.stamp
                        where (excluded.version, excluded.canceled) > (absence.version, absence.canceled)
                            or (excluded.version, excluded.canceled) = (absence.version, absence.canceled)
                                and excluded.stamp < absence.stamp
                        """)
                .setParameter("refs", column(absences, Absence::ref).toArray(String[]::new))
                .setParameter("versions", column(absences, Absence::version).toArray(Integer[]::new))
                .setParameter("canceled", column(absences, Absence::canceled).toArray(Boolean[]::new))
                .setParameter(
                        "employments", content(absences, Content::employmentRef).toArray(String[]::new))
                .setParameter(
                        "kinds",
                        content(absences, content -> content.kind().name()).toArray(String[]::new))
                .setParameter("firstDays", content(absences, Content::firstDay).toArray(LocalDate[]::new))
                .setParameter("lastDays", content(absences, Content::lastDay).toArray(LocalDate[]::new))
                .setParameter("extents", content(absences, Content::extent).toArray(BigDecimal[]::new))
                .setParameter("sources", column(absences, Absence::source).toArray(String[]::new))
                .setParameter("stamps", column(absences, Absence::stamp).toArray(String[]::new))
                .executeUpdate()
                .invoke(written -> {
                    if (written < absences.size()) {
                        intake.unheardOf().clear();
                    }
                })
                .replaceWithVoid();
    }

    private static <T extends @Nullable Object> List<T> column(List<Absence> absences, Function<Absence, T> of) {
        var column = new ArrayList<T>(absences.size());
        absences.forEach(absence -> column.add(of.apply(absence)));
        return column;
    }

    private static <T> List<@Nullable T> content(List<Absence> absences, Function<Content, @Nullable T> of) {
        return column(absences, absence -> absence.content() == null ? null : of.apply(absence.content()));
    }
}

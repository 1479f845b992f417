package org.samverka.participants.hr;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.HrEvent.EmploymentSlice;
import org.samverka.contracts.HrEvent.UnitChanged;
import org.samverka.participants.hr.Intake.Stated;

/** Which systems may speak for which organizations, and what is done about others that do. */
@ApplicationScoped
class Partners {
    static final String NOT_ALLOWED = "source-not-allowed";

    /** How the source of an organization's own files begins; no partner may call itself so. */
    static final String IMPORT = "import:";

    /** A system and the organizations it speaks for. */
    record Partner(String source, Set<String> organizations) {}

    /** The registered systems; an organization without one takes the word of any that is registered nowhere. */
    private record Registered(Map<String, Set<String>> bySource, Map<String, Set<String>> byOrganization) {
        static Registered of(List<Object[]> rows) {
            var registered = new Registered(new TreeMap<>(), new TreeMap<>());
            for (Object[] row : rows) {
                String source = (String) row[0];
                String organization = (String) row[1];
                registered
                        .bySource()
                        .computeIfAbsent(source, one -> new TreeSet<>())
                        .add(organization);
                registered
                        .byOrganization()
                        .computeIfAbsent(organization, one -> new TreeSet<>())
                        .add(source);
            }
            return registered;
        }

        boolean isEmpty() {
            return bySource.isEmpty();
        }

        boolean allow(String source, String organization) {
            if (source.equals(IMPORT + organization)) {
                return true;
            }
            Set<String> organizations = bySource.get(source);
            return organizations != null
                    ? organizations.contains(organization)
                    : !byOrganization.containsKey(organization);
        }
    }

    /** Whose the things are that an intake names: by their references, as they are known before it. */
    private record Owners(Map<String, String> ofEmployments, Map<String, String> ofAbsences) {}

    /** Puts aside what a system says of an organization that it does not speak for; within the caller's transaction. */
    Uni<Void> check(Intake intake) {
        return registered()
                .chain(registered -> registered.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : owners(intake)
                                .invoke(owners -> intake.refuse(NOT_ALLOWED, refusal(owners, registered::allow)))
                                .replaceWithVoid());
    }

    /**
     * Puts aside what lies outside of the organizations that a caller speaks for, too.
     *
     * @param within the caller's organizations, or none for all
     */
    Uni<Void> check(Intake intake, @Nullable Set<String> within) {
        if (within == null) {
            return check(intake);
        }
        return registered()
                .chain(registered -> foreignSources(intake, within)
                        .invoke(foreign -> intake.refuse(
                                NOT_ALLOWED, stated -> foreign.contains(stated.source()) ? "/source" : null))
                        .chain(() -> owners(intake))
                        .invoke(owners -> intake.refuse(
                                NOT_ALLOWED,
                                refusal(
                                        owners,
                                        (source, organization) -> within.contains(organization)
                                                && registered.allow(source, organization))))
                        .replaceWithVoid());
    }

    private interface Right {
        boolean covers(String source, String organization);
    }

    /** Both who is named and whose it is now must be among those that the source speaks for. */
    private static Function<Stated<?>, @Nullable String> refusal(Owners owners, Right right) {
        return stated -> {
            if (stated.fact() instanceof UnitChanged unit) {
                return right.covers(stated.source(), unit.organization()) ? null : "/organization";
            }
            if (stated.fact() instanceof EmploymentSlice slice
                    && !right.covers(stated.source(), slice.organization())) {
                return "/organization";
            }
            if (stated.fact() instanceof Absence absence
                    && !covers(right, stated, owners.ofAbsences(), absence.ref())) {
                return "/absenceRef";
            }
            String employment = employment(stated);
            return employment == null || covers(right, stated, owners.ofEmployments(), employment)
                    ? null
                    : "/employmentRef";
        };
    }

    private static boolean covers(Right right, Stated<?> stated, Map<String, String> owners, String ref) {
        String organization = owners.get(ref);
        return organization == null || right.covers(stated.source(), organization);
    }

    private static @Nullable String employment(Stated<?> stated) {
        if (stated.fact() instanceof Absence absence) {
            return absence.content() == null ? null : absence.content().employmentRef();
        }
        return stated.fact() instanceof HrEvent event && !(event instanceof UnitChanged) ? event.ref() : null;
    }

    private static Uni<Registered> registered() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select source, organization from hr_partner", Object[].class)
                        .getResultList())
                .map(Registered::of);
    }

    private static Uni<Owners> owners(Intake intake) {
        List<String> employments = refs(intake);
        List<String> absences = intake.absences().stream()
                .map(stated -> stated.fact().ref())
                .distinct()
                .toList();
        return Panache.getSession()
                .chain(session -> pairs(session, """
                                select ref, organization from employment
                                where ref = any(:refs) and organization is not null
                                """, employments)
                        .chain(ofEmployments -> pairs(session, """
                                        select a.ref, e.organization from absence a join employment e on e.ref = a.employment_ref
                                        where a.ref = any(:refs) and e.organization is not null
                                        """, absences)
                                .map(ofAbsences -> new Owners(withNewcomers(ofEmployments, intake), ofAbsences))));
    }

    private static List<String> refs(Intake intake) {
        return List.<List<? extends Stated<?>>>of(intake.slices(), intake.moves(), intake.ends(), intake.absences())
                .stream()
                .flatMap(List::stream)
                .map(Partners::employment)
                .filter(ref -> ref != null)
                .distinct()
                .toList();
    }

    /** Of several that claim what nobody knows yet the first has it. */
    private static Map<String, String> withNewcomers(Map<String, String> known, Intake intake) {
        var all = new HashMap<>(known);
        for (Stated<EmploymentSlice> slice : intake.slices()) {
            String ref = slice.fact().employmentRef();
            if (all.putIfAbsent(ref, slice.fact().organization()) == null) {
                intake.newcomers().add(ref);
            }
        }
        return all;
    }

    private static Uni<Map<String, String>> pairs(Mutiny.Session session, String sql, Collection<String> refs) {
        if (refs.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("refs", refs.toArray(String[]::new))
                .getResultList()
                .map(rows -> {
                    var pairs = new HashMap<String, String>();
                    rows.forEach(row -> pairs.put((String) row[0], (String) row[1]));
                    return pairs;
                });
    }

    /** Systems that speak, or have spoken, for an organization that is not among these. */
    private static Uni<Set<String>> foreignSources(Intake intake, Set<String> within) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select source from hr_partner where source = any(:sources) and organization <> all(:within)
                                union
                                select source from hr_source_organization
                                where source = any(:sources) and organization <> all(:within)
                                """, String.class)
                        .setParameter("sources", intake.sources().toArray(String[]::new))
                        .setParameter("within", within.toArray(String[]::new))
                        .getResultList())
                .map(Set::copyOf);
    }

    /** Replaces the organizations of a system. */
    @WithTransaction
    Uni<Partner> register(String source, Set<String> organizations) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("delete from hr_partner where source = :source")
                        .setParameter("source", source)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                                        insert into hr_partner (source, organization)
                                        select :source, * from unnest(cast(:organizations as text[]))
                                        """)
                                .setParameter("source", source)
                                .setParameter("organizations", organizations.toArray(String[]::new))
                                .executeUpdate()))
                .replaceWith(new Partner(source, organizations));
    }

    @WithSession
    Uni<List<Partner>> list() {
        return registered()
                .map(registered -> new ArrayList<>(registered.bySource().entrySet().stream()
                        .map(entry -> new Partner(entry.getKey(), entry.getValue()))
                        .toList()));
    }
}

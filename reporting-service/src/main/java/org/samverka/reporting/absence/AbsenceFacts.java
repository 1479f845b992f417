package org.samverka.reporting.absence;

import static java.util.Objects.requireNonNullElse;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent.AbsenceEpisodeRetracted;
import org.samverka.contracts.AbsenceEvent.AbsenceEpisodeStated;
import org.samverka.contracts.AbsenceEvent.EmploymentStated;
import org.samverka.contracts.AbsenceEvent.Part;
import org.samverka.contracts.AbsenceEvent.Slice;
import org.samverka.contracts.AbsenceEvent.SupportOffered;
import org.samverka.contracts.HrEvent.PayForm;

/** Keeps what was stated last of each employment and episode: the higher version wins, and replaces the whole. */
@ApplicationScoped
class AbsenceFacts {
    private record SliceOf(UUID employment, Slice slice) {}

    private record PartOf(UUID episode, Part part) {}

    /** An episode as it was last told; without parts it is retracted. */
    private record Told(
            UUID id,
            UUID employment,
            UUID pseudonym,
            @Nullable AbsenceEpisodeStated stated,
            int version) {
        static Told of(AbsenceEpisodeStated event) {
            return new Told(event.episodeId(), event.employmentId(), event.pseudonym(), event, event.version());
        }

        static Told of(AbsenceEpisodeRetracted event) {
            return new Told(event.episodeId(), event.employmentId(), event.pseudonym(), null, event.version());
        }

        @Nullable
        String kind() {
            return stated == null ? null : stated.kind().name();
        }

        @Nullable
        LocalDate from() {
            return stated == null ? null : stated.from();
        }

        @Nullable
        LocalDate to() {
            return stated == null ? null : last(stated.to());
        }
    }

    Uni<Void> employments(List<EmploymentStated> events) {
        Map<UUID, EmploymentStated> newest = new TreeMap<>();
        events.forEach(event -> newest.merge(
                event.employmentId(), event, (one, other) -> one.version() > other.version() ? one : other));
        return newest.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> accept(session, newest.values())
                                .chain(accepted -> replaceSlices(session, newest.values(), Set.copyOf(accepted))));
    }

    private static Uni<List<UUID>> accept(Mutiny.Session session, Collection<EmploymentStated> employments) {
        return session.createNativeQuery("""
                        insert into absence.employment as known (id, pseudonym, organization, gender, birth_year, version)
                        select * from unnest(cast(:ids as uuid[]), cast(:pseudonyms as uuid[]), cast(:organizations as text[]),
                            cast(:genders as text[]), cast(:birthYears as int[]), cast(:versions as int[]))
                        on conflict (id) do update set pseudonym = excluded.pseudonym, organization = excluded.organization,
                            gender = excluded.gender, birth_year = excluded.birth_year, version = excluded.version,
                            changed_at = clock_timestamp()
                        where excluded.version > known.version
                        returning id
                        """, UUID.class)
                .setParameter("ids", array(employments, EmploymentStated::employmentId, UUID[]::new))
                .setParameter("pseudonyms", array(employments, EmploymentStated::pseudonym, UUID[]::new))
                .setParameter("organizations", array(employments, EmploymentStated::organization, String[]::new))
                .setParameter(
                        "genders", array(employments, each -> each.gender().name(), String[]::new))
                .setParameter("birthYears", array(employments, EmploymentStated::birthYear, Integer[]::new))
                .setParameter("versions", array(employments, EmploymentStated::version, Integer[]::new))
                .getResultList();
    }

    private static Uni<Void> replaceSlices(
            Mutiny.Session session, Collection<EmploymentStated> employments, Set<UUID> accepted) {
        List<SliceOf> slices = employments.stream()
                .filter(employment -> accepted.contains(employment.employmentId()))
                .flatMap(employment ->
                        employment.slices().stream().map(slice -> new SliceOf(employment.employmentId(), slice)))
                .toList();
        return delete(session, "delete from absence.slice where employment_id = any(cast(:ids as uuid[]))", accepted)
                .chain(() -> addSlices(session, slices));
    }

    private static Uni<Void> addSlices(Mutiny.Session session, List<SliceOf> slices) {
        if (slices.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into absence.slice
                            (employment_id, first_day, last_day, unit, extent, weekly_hours, hourly, leader)
                        select * from unnest(cast(:ids as uuid[]), cast(:firstDays as date[]), cast(:lastDays as date[]),
                            cast(:units as text[]), cast(:extents as numeric[]), cast(:hours as numeric[]), cast(:hourly as boolean[]),
                            cast(:leaders as boolean[]))
                        """)
                .setParameter("ids", array(slices, SliceOf::employment, UUID[]::new))
                .setParameter("firstDays", array(slices, each -> each.slice().from(), LocalDate[]::new))
                .setParameter(
                        "lastDays", array(slices, each -> last(each.slice().to()), LocalDate[]::new))
                .setParameter("units", array(slices, each -> each.slice().unit(), String[]::new))
                .setParameter("extents", array(slices, each -> each.slice().extent(), BigDecimal[]::new))
                .setParameter("hours", array(slices, each -> each.slice().weeklyHours(), BigDecimal[]::new))
                .setParameter("hourly", array(slices, each -> each.slice().payForm() == PayForm.hourly, Boolean[]::new))
                .setParameter("leaders", array(slices, each -> each.slice().leader(), Boolean[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Void> episodes(List<AbsenceEpisodeStated> stated, List<AbsenceEpisodeRetracted> retracted) {
        Map<UUID, Told> newest = new TreeMap<>();
        stated.forEach(event -> newest.merge(event.episodeId(), Told.of(event), AbsenceFacts::newer));
        retracted.forEach(event -> newest.merge(event.episodeId(), Told.of(event), AbsenceFacts::newer));
        return newest.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> acceptEpisodes(session, newest.values())
                                .chain(accepted -> replaceParts(session, newest.values(), Set.copyOf(accepted))));
    }

    private static Told newer(Told one, Told other) {
        return one.version() > other.version() ? one : other;
    }

    private static Uni<List<UUID>> acceptEpisodes(Mutiny.Session session, Collection<Told> episodes) {
        return session.createNativeQuery("""
                        insert into absence.episode as known
                            (id, employment_id, pseudonym, kind, first_day, last_day, version)
                        select * from unnest(cast(:ids as uuid[]), cast(:employments as uuid[]), cast(:pseudonyms as uuid[]),
                            cast(:kinds as text[]), cast(:firstDays as date[]), cast(:lastDays as date[]), cast(:versions as int[]))
                        on conflict (id) do update set employment_id = excluded.employment_id,
                            pseudonym = excluded.pseudonym, kind = excluded.kind, first_day = excluded.first_day,
                            last_day = excluded.last_day, version = excluded.version, changed_at = clock_timestamp()
                        where excluded.version > known.version
                        returning id
                        """, UUID.class)
                .setParameter("ids", array(episodes, Told::id, UUID[]::new))
                .setParameter("employments", array(episodes, Told::employment, UUID[]::new))
                .setParameter("pseudonyms", array(episodes, Told::pseudonym, UUID[]::new))
                .setParameter("kinds", array(episodes, Told::kind, String[]::new))
                .setParameter("firstDays", array(episodes, Told::from, LocalDate[]::new))
                .setParameter("lastDays", array(episodes, Told::to, LocalDate[]::new))
                .setParameter("versions", array(episodes, Told::version, Integer[]::new))
                .getResultList();
    }

    private static Uni<Void> replaceParts(Mutiny.Session session, Collection<Told> episodes, Set<UUID> accepted) {
        List<PartOf> parts = episodes.stream()
                .filter(episode -> accepted.contains(episode.id()))
                .flatMap(AbsenceFacts::parts)
                .toList();
        return delete(session, "delete from absence.part where episode_id = any(cast(:ids as uuid[]))", accepted)
                .chain(() -> addParts(session, parts));
    }

    private static Stream<PartOf> parts(Told episode) {
        List<Part> parts =
                episode.stated() == null ? List.of() : episode.stated().parts();
        return parts.stream().map(part -> new PartOf(episode.id(), part));
    }

    private static Uni<Void> addParts(Mutiny.Session session, List<PartOf> parts) {
        if (parts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into absence.part (episode_id, first_day, last_day, extent)
                        select * from unnest(cast(:ids as uuid[]), cast(:firstDays as date[]), cast(:lastDays as date[]),
                            cast(:extents as numeric[]))
                        """)
                .setParameter("ids", array(parts, PartOf::episode, UUID[]::new))
                .setParameter("firstDays", array(parts, each -> each.part().from(), LocalDate[]::new))
                .setParameter("lastDays", array(parts, each -> last(each.part().to()), LocalDate[]::new))
                .setParameter(
                        "extents", array(parts, each -> each.part().extent().min(BigDecimal.ONE), BigDecimal[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Void> offers(List<SupportOffered> offers) {
        if (offers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into absence.support_offer (id, pseudonym, organization, day)
                                select * from unnest(cast(:ids as uuid[]), cast(:pseudonyms as uuid[]), cast(:organizations as text[]),
                                    cast(:days as date[]))
                                on conflict do nothing
                                """)
                        .setParameter("ids", array(offers, SupportOffered::offerId, UUID[]::new))
                        .setParameter("pseudonyms", array(offers, SupportOffered::pseudonym, UUID[]::new))
                        .setParameter("organizations", array(offers, SupportOffered::organization, String[]::new))
                        .setParameter("days", array(offers, SupportOffered::date, LocalDate[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> delete(Mutiny.Session session, String sql, Set<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(sql)
                        .setParameter("ids", ids.toArray(UUID[]::new))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    private static LocalDate last(@Nullable LocalDate day) {
        return requireNonNullElse(day, Days.OPEN);
    }

    private static <T, V> V[] array(Collection<T> things, Function<T, ? extends V> value, IntFunction<V[]> array) {
        return things.stream().map(value).toArray(array);
    }
}

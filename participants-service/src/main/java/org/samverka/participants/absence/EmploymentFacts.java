package org.samverka.participants.absence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent;
import org.samverka.contracts.AbsenceEvent.AbsenceEpisodeRetracted;
import org.samverka.contracts.AbsenceEvent.AbsenceEpisodeStated;
import org.samverka.contracts.AbsenceEvent.EmploymentStated;
import org.samverka.contracts.Gender;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.contracts.HrEvent.PayForm;
import org.samverka.participants.absence.AbsenceFacts.Begun;
import org.samverka.participants.person.NewEmployment;

/** All that is known of one employment, and what was told of it; says what there is to tell. */
final class EmploymentFacts {
    private final String ref;
    private final String organization;
    private final UUID pseudonym;
    private final Gender gender;
    private final int birthYear;
    private final boolean hidden;
    private final LocalDate firstDay;
    private final @Nullable LocalDate lastDay;
    private final int toldVersion;
    private final @Nullable UUID toldContent;
    private final List<PlannedTime.Fact> facts = new ArrayList<>();
    private final List<Episodes.Stated> absences = new ArrayList<>();
    private final Map<Beginning, Told> toldEpisodes = new HashMap<>();

    /** By kind, where not all is known but what began from this day on. */
    private final Map<AbsenceKind, LocalDate> since = new EnumMap<>(AbsenceKind.class);

    private @Nullable UUID name;

    /** What an episode is known by: episodes of one kind do not overlap. */
    private record Beginning(AbsenceKind kind, LocalDate day) {
        static Beginning of(Episode episode) {
            return new Beginning(episode.kind(), episode.from());
        }
    }

    /**
     * Something told, or to be told.
     *
     * @param content a digest of it; none once it is retracted
     */
    record Told(
            UUID id,
            String employmentRef,
            @Nullable Episode about,
            int version,
            @Nullable UUID content,
            @Nullable AbsenceEvent news) {
        Episode episode() {
            return Objects.requireNonNull(about);
        }

        AbsenceEvent event() {
            return Objects.requireNonNull(news);
        }
    }

    EmploymentFacts(
            String ref,
            String organization,
            UUID pseudonym,
            Gender gender,
            int birthYear,
            LocalDate firstDay,
            @Nullable LocalDate lastDay,
            @Nullable Integer toldVersion,
            @Nullable UUID toldContent,
            boolean hidden) {
        this.ref = ref;
        this.organization = organization;
        this.pseudonym = pseudonym;
        this.gender = gender;
        this.birthYear = birthYear;
        this.firstDay = firstDay;
        this.lastDay = lastDay;
        this.toldVersion = toldVersion == null ? 0 : toldVersion;
        this.toldContent = toldContent;
        this.hidden = hidden;
    }

    static EmploymentFacts of(@Nullable Object[] row) {
        return new EmploymentFacts(
                (String) row[0],
                (String) row[1],
                (UUID) row[2],
                Gender.valueOf((String) row[3]),
                (Integer) row[4],
                (LocalDate) row[5],
                (LocalDate) row[6],
                (Integer) row[7],
                (UUID) row[8],
                Objects.equals(row[9], true));
    }

    static EmploymentFacts of(Begun begun) {
        NewEmployment employment = begun.employment();
        var facts = new EmploymentFacts(
                employment.ref(),
                employment.person().organization(),
                begun.person().pseudonym(),
                begun.person().gender(),
                begun.person().birthYear(),
                employment.firstDay(),
                employment.lastDay(),
                null,
                null,
                false);
        employment
                .slices()
                .forEach(slice -> facts.facts.add(new PlannedTime.Terms(
                        slice.effectiveFrom(),
                        slice.unit(),
                        plain(slice.extent()),
                        plain(slice.weeklyHours()),
                        slice.payForm(),
                        slice.leader(),
                        slice.stamp())));
        employment
                .moves()
                .forEach(
                        move -> facts.facts.add(new PlannedTime.Move(move.effectiveFrom(), move.unit(), move.stamp())));
        begun.absences()
                .forEach(absence -> facts.absences.add(
                        new Episodes.Stated(absence.kind(), absence.from(), absence.to(), plain(absence.extent()))));
        return facts;
    }

    void addTerms(Object[] row) {
        facts.add(new PlannedTime.Terms(
                (LocalDate) row[1],
                (String) row[2],
                plain((BigDecimal) row[3]),
                plain((BigDecimal) row[4]),
                PayForm.valueOf((String) row[5]),
                (Boolean) row[6],
                (String) row[7]));
    }

    void addMove(Object[] row) {
        facts.add(new PlannedTime.Move((LocalDate) row[1], (String) row[2], (String) row[3]));
    }

    void addAbsence(@Nullable Object[] row) {
        absences.add(new Episodes.Stated(
                AbsenceKind.valueOf((String) row[1]), (LocalDate) row[2], (LocalDate) row[3], plain((BigDecimal)
                        row[4])));
    }

    void addTold(@Nullable Object[] row) {
        var episode =
                new Episode(AbsenceKind.valueOf((String) row[1]), (LocalDate) row[2], (LocalDate) row[3], List.of());
        toldEpisodes.put(
                Beginning.of(episode), new Told((UUID) row[4], ref, episode, (Integer) row[5], (UUID) row[6], null));
    }

    /** Something stated or told in the days around a change; what began before them is not looked at. */
    void addAround(@Nullable Object[] row) {
        since.put(AbsenceKind.valueOf((String) row[1]), Objects.requireNonNull((LocalDate) row[8]));
        if (row[5] == null) {
            addAbsence(row);
        } else {
            addTold(new @Nullable Object[] {row[0], row[1], row[2], row[3], row[5], row[6], row[7]});
        }
    }

    /** So that one number has one form, and a readable one. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** The employment with its planned time, if it is known and other than what was told. */
    @Nullable
    Told statement(FactNames names) {
        if (facts.isEmpty()) {
            return null;
        }
        PlannedTime said = PlannedTime.of(firstDay, lastDay, facts);
        PlannedTime planned = hidden ? said.withoutPlace() : said;
        UUID content = digest(List.of(organization, pseudonym, gender, birthYear, planned));
        if (content.equals(toldContent)
                || toldContent == null && planned.slices().isEmpty()) {
            return null;
        }
        UUID id = name(names);
        int version = toldVersion + 1;
        return new Told(
                id,
                ref,
                null,
                version,
                content,
                new EmploymentStated(id, pseudonym, organization, gender, birthYear, planned.slices(), version));
    }

    /** The episodes that are other than what was told, and those that are no more. */
    List<Told> episodes(FactNames names) {
        var news = new ArrayList<Told>();
        var gone = new HashMap<>(toldEpisodes);
        for (Episode episode : Episodes.of(absences, lastDay)) {
            LocalDate first = since.get(episode.kind());
            if (first != null && episode.from().isBefore(first)) {
                continue;
            }
            Told before = gone.remove(Beginning.of(episode));
            UUID content = digest(List.of(pseudonym, episode));
            if (before == null) {
                UUID id = names.episode(ref, episode.kind(), episode.from());
                news.add(new Told(id, ref, episode, 1, content, stated(id, names, episode, 1)));
            } else if (!content.equals(before.content())) {
                int version = before.version() + 1;
                news.add(new Told(
                        before.id(), ref, episode, version, content, stated(before.id(), names, episode, version)));
            }
        }
        gone.values().stream()
                .filter(told -> told.content() != null)
                .map(told -> retraction(told, names))
                .forEach(news::add);
        return news;
    }

    /** Found out once for all that is told. */
    private UUID name(FactNames names) {
        UUID known = name == null ? names.employment(ref) : name;
        name = known;
        return known;
    }

    private AbsenceEpisodeStated stated(UUID id, FactNames names, Episode episode, int version) {
        return new AbsenceEpisodeStated(
                id, name(names), pseudonym, episode.kind(), episode.from(), episode.to(), episode.parts(), version);
    }

    private Told retraction(Told told, FactNames names) {
        int version = told.version() + 1;
        return new Told(
                told.id(),
                ref,
                told.episode(),
                version,
                null,
                new AbsenceEpisodeRetracted(told.id(), name(names), pseudonym, version));
    }

    private static UUID digest(List<?> content) {
        try {
            ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
                    .digest(content.toString().getBytes(UTF_8)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

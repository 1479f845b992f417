package org.samverka.evaluation.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ScreeningEvent;
import org.samverka.contracts.ScreeningEvent.OfferState;
import org.samverka.contracts.ScreeningEvent.SupportAccepted;
import org.samverka.contracts.ScreeningEvent.SupportOfferChanged;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.response.Screenings.Answered;
import org.samverka.evaluation.response.Screenings.Screened;
import org.samverka.evaluation.response.SurveyKey;
import org.samverka.evaluation.response.SurveyKeys;

/** The offers of support. Whose an offer is can be told only with its survey's key. */
@ApplicationScoped
class Offers {
    /** Whose an offer was once its survey's key is gone. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final SurveyKeys keys;
    private final Outbox outbox;
    private final Retained retained;
    private final Clock clock;

    Offers(SurveyKeys keys, Outbox outbox, Retained retained, Clock clock) {
        this.keys = keys;
        this.outbox = outbox;
        this.retained = retained;
        this.clock = clock;
    }

    /** One offer for a person in a survey; what is to be told of it. */
    Uni<List<ScreeningEvent>> make(Answered screening) {
        UUID id = UUID.randomUUID();
        Screened of = screening.of();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into support_offer (id, survey_id, respondent, recipient, organization, gender,
                                    target_group, state, expires_on, keep_until)
                                values (:id, :survey, :respondent, :recipient, :organization, :gender, :group, 'offered',
                                    :expires, :until)
                                on conflict (survey_id, respondent) do nothing
                                """)
                        .setParameter("id", id)
                        .setParameter("survey", of.surveyId())
                        .setParameter("respondent", of.respondent())
                        .setParameter("recipient", of.key().seal(of.person()))
                        .setParameter("organization", screening.organization())
                        .setParameter("gender", screening.gender().name())
                        .setParameter("group", screening.targetGroup())
                        .setParameter("expires", Weeks.sundayAfter(screening.today(), screening.offerDays()))
                        .setParameter(
                                "until",
                                Weeks.sundayAfter(screening.today(), screening.offerDays() + retained.offersDays()))
                        .executeUpdate())
                .map(rows -> rows == 0
                        ? List.<ScreeningEvent>of()
                        : List.<ScreeningEvent>of(new SupportOfferChanged(
                                id,
                                of.survey(),
                                of.program(),
                                of.subject(),
                                OfferState.offered,
                                screening.gender(),
                                screening.organization(),
                                screening.targetGroup(),
                                1)));
    }

    /** What nobody has answered yet goes with the screening that it came from. */
    Uni<List<SupportOfferChanged>> close(Screened screening) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select %s from support_offer o join survey s on s.id = o.survey_id
                                where o.survey_id = :survey and o.respondent = :respondent and o.state = 'offered'
                                for no key update of o
                                """.formatted(Offer.COLUMNS), Object[].class)
                        .setParameter("survey", screening.surveyId())
                        .setParameter("respondent", screening.respondent())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> Offer.of(row).in(OfferState.closed))
                        .toList())
                .call(this::keep)
                .map(closed -> closed.stream()
                        .map(offer -> offer.changed(screening.subject()))
                        .toList());
    }

    Uni<Void> keep(List<Offer> offers) {
        if (offers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update support_offer o set state = c.state, version = c.version,
                                    keep_until = case when c.state = 'accepted'
                                        then greatest(o.keep_until, cast(:support as date)) else o.keep_until end
                                from unnest(cast(:ids as uuid[]), cast(:states as text[]), cast(:versions as int[]))
                                    as c (id, state, version)
                                where o.id = c.id
                                """)
                        .setParameter("support", Weeks.sundayAfter(today(), retained.supportDays()))
                        .setParameter("ids", offers.stream().map(Offer::id).toArray(UUID[]::new))
                        .setParameter(
                                "states",
                                offers.stream()
                                        .map(offer -> offer.state().name())
                                        .toArray(String[]::new))
                        .setParameter(
                                "versions", offers.stream().map(Offer::version).toArray(Integer[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** A person's own, the newest first. */
    @WithSession
    Uni<List<Offer>> of(UUID person) {
        return find(person, null, "");
    }

    /** Through the surveys that the person was asked: with each one's key the person is a respondent. */
    private Uni<List<Offer>> find(UUID person, @Nullable UUID id, String locking) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select s.id from assignment a join survey s on s.id = a.survey_id
                                where a.person_id = :person and s.support_group is not null
                                """, UUID.class)
                        .setParameter("person", person)
                        .getResultList()
                        .chain(keys::of)
                        .chain(found -> offers(session, person, found, id, locking)));
    }

    private static Uni<List<Offer>> offers(
            Mutiny.Session session, UUID person, Map<UUID, SurveyKey> keys, @Nullable UUID id, String locking) {
        List<Map.Entry<UUID, SurveyKey>> entries = List.copyOf(keys.entrySet());
        return session.createNativeQuery("""
                        select %s from support_offer o join survey s on s.id = o.survey_id
                        where (o.survey_id, o.respondent) in
                            (select * from unnest(cast(:surveys as uuid[]), cast(:respondents as uuid[])))
                            and (cast(:id as uuid) is null or o.id = cast(:id as uuid))
                        order by o.position desc %s
                        """.formatted(Offer.COLUMNS, locking), Object[].class)
                .setParameter("surveys", entries.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .setParameter(
                        "respondents",
                        entries.stream()
                                .map(entry -> entry.getValue().respondent(person))
                                .toArray(UUID[]::new))
                .setParameter("id", id)
                .getResultList()
                .map(rows -> rows.stream().map(Offer::of).toList());
    }

    /** Accepting asks participants-service for a place in the support group; nobody else is told of whom. */
    @WithTransaction
    Uni<Offer> answer(UUID id, UUID person, OfferState answer) {
        return find(person, id, "for no key update of o")
                .map(found ->
                        found.stream().findFirst().orElseThrow(() -> new NotKnown("There is no such offer to you")))
                .chain(offer -> answer(offer, offer.answered(answer, today()), person));
    }

    private Uni<Offer> answer(Offer offer, Offer next, UUID person) {
        return next.version() == offer.version()
                ? Uni.createFrom().item(offer)
                : answered(next, person).replaceWith(next);
    }

    private Uni<Void> answered(Offer offer, UUID person) {
        return keep(List.of(offer))
                .chain(() -> keys.of(Set.of(offer.surveyId())))
                .chain(found -> told(offer, found.get(offer.surveyId()), person))
                .chain(events -> Screens.tell(outbox, events));
    }

    private Uni<List<ScreeningEvent>> told(Offer offer, @Nullable SurveyKey key, UUID person) {
        if (key == null) {
            throw new NotKnown("There is no such offer to you");
        }
        SupportOfferChanged changed = offer.changed(key.subject(person));
        return offer.state() != OfferState.accepted
                ? Uni.createFrom().item(List.of(changed))
                : pseudonym(person)
                        .map(pseudonym -> List.of(
                                changed,
                                new SupportAccepted(
                                        UUID.randomUUID(), offer.program(), offer.supportGroup(), pseudonym)));
    }

    private static Uni<UUID> pseudonym(UUID person) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select pseudonym from person where id = :person and pseudonym is not null", UUID.class)
                        .setParameter("person", person)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(PersonNotHeardOfYet::new);
    }

    static final class PersonNotHeardOfYet extends Refused {
        PersonNotHeardOfYet() {
            super("You are not known here yet, so that no place can be asked for; try again in a moment");
        }
    }

    /**
     * An offer as occupational health may see it.
     *
     * @param subject the person as the access log calls them
     * @param shared whether its person lets them see the result as well
     */
    record Recipient(
            Offer offer,
            UUID person,
            UUID subject,
            boolean shared,
            @Nullable String outcome,
            @Nullable String band,
            @Nullable BigDecimal value) {
        boolean isVisible() {
            return !person.equals(NOBODY)
                    && (shared || offer.state() == OfferState.accepted || offer.state() == OfferState.completed);
        }
    }

    /** All that may be visible; whoever did not accept and allows nothing is not among {@code isVisible}. */
    @WithSession
    Uni<List<Recipient>> within(Set<String> organizations, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select %s, r.outcome, r.band, r.value
                                from support_offer o join survey s on s.id = o.survey_id
                                    left join lateral (select outcome, band, value from screening_result r
                                        where r.survey_id = o.survey_id and r.respondent = o.respondent
                                        order by round desc limit 1) r on true
                                where o.organization = any(cast(:organizations as text[])) and o.recipient is not null
                                    and o.position > :after
                                order by o.position limit :rows
                                """.formatted(Offer.COLUMNS), Object[].class)
                        .setParameter("organizations", organizations.toArray(String[]::new))
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList()
                        .chain(rows -> recipients(session, rows)));
    }

    private Uni<List<Recipient>> recipients(Mutiny.Session session, List<Object[]> rows) {
        List<Offer> offers = rows.stream().map(Offer::of).toList();
        return keys.of(surveysOf(offers)).chain(found -> recipients(session, rows, offers, found));
    }

    private static Uni<List<Recipient>> recipients(
            Mutiny.Session session, List<Object[]> rows, List<Offer> offers, Map<UUID, SurveyKey> keys) {
        List<UUID> people = offers.stream()
                .map(offer -> Objects.requireNonNullElse(personOf(offer, keys), NOBODY))
                .toList();
        return consenting(session, people).map(consenting -> recipients(rows, offers, people, consenting, keys));
    }

    private static UUID subjectOf(Offer offer, UUID person, Map<UUID, SurveyKey> keys) {
        SurveyKey key = keys.get(offer.surveyId());
        return key == null ? NOBODY : key.subject(person);
    }

    private static List<Recipient> recipients(
            List<Object[]> rows,
            List<Offer> offers,
            List<UUID> people,
            Set<UUID> consenting,
            Map<UUID, SurveyKey> keys) {
        var recipients = new ArrayList<Recipient>();
        for (int i = 0; i < offers.size(); i++) {
            Object[] row = rows.get(i);
            boolean shared = consenting.contains(people.get(i));
            recipients.add(new Recipient(
                    offers.get(i),
                    people.get(i),
                    subjectOf(offers.get(i), people.get(i), keys),
                    shared,
                    shared ? (String) row[13] : null,
                    shared ? (String) row[14] : null,
                    shared ? (BigDecimal) row[15] : null));
        }
        return recipients;
    }

    private static Uni<Set<UUID>> consenting(Mutiny.Session session, List<UUID> people) {
        return session.createNativeQuery(
                        "select person_id from consent where person_id = any(cast(:people as uuid[])) and allowed",
                        UUID.class)
                .setParameter("people", people.toArray(UUID[]::new))
                .getResultList()
                .map(Set::copyOf);
    }

    static Set<UUID> surveysOf(Collection<Offer> offers) {
        return offers.stream().map(Offer::surveyId).collect(Collectors.toSet());
    }

    static @Nullable UUID personOf(Offer offer, Map<UUID, SurveyKey> keys) {
        SurveyKey key = keys.get(offer.surveyId());
        return key == null || offer.recipient() == null ? null : key.open(offer.recipient());
    }

    /** Keeps what became of offers and tells it; of one whose survey has lost its key nothing can be told. */
    Uni<Void> change(List<Offer> changed) {
        return keep(changed)
                .chain(() -> keys.of(surveysOf(changed)))
                .map(found -> changed.stream()
                        .flatMap(offer -> Stream.ofNullable(changed(offer, found)))
                        .toList())
                .chain(events -> Screens.tell(outbox, events));
    }

    private static @Nullable SupportOfferChanged changed(Offer offer, Map<UUID, SurveyKey> keys) {
        SurveyKey key = keys.get(offer.surveyId());
        return key == null || offer.recipient() == null
                ? null
                : offer.changed(key.subject(key.open(offer.recipient())));
    }

    LocalDate today() {
        return LocalDate.now(clock);
    }
}

package org.samverka.benchmarks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Percentiles;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.HttpConnection;
import org.samverka.benchmarks.load.HttpRequests;
import org.samverka.stack.Listener;

/**
 * How long an organization's contact waits for a list of people when there are a million: any page, a unit, a page of
 * those who have left, and names by their beginnings. One client, so that nobody waits for somebody else; the entry in
 * the access log is part of it.
 */
final class Search implements Measure {
    private static final int PEOPLE = 1_000_000;
    private static final int OWN = 600_000;
    private static final int UNITS = 3000;
    private static final int REQUESTS = 1000;
    private static final int WARM_UP = 300;
    private static final int LETTERS = 3;
    private static final double AIM_MILLIS = 20;
    private static final long SEED = 20_180_301;
    private static final int OK = 200;

    private static final List<String> GIVEN_BEGINNINGS = List.of(
            "An", "Ma", "Ka", "Kri", "Ev", "El", "In", "Le", "Bir", "Åsa", "La", "Er", "Jo", "Nil", "Pe", "Mik", "Øy",
            "So", "Fre", "Je");
    private static final List<String> GIVEN_ENDINGS = List.of(
            "na", "ria", "rin", "stina", "va", "sa", "grid", "na", "git", "s", "rs", "ik", "han", "ter", "ael", "vind");
    private static final List<String> FAMILY_BEGINNINGS = List.of(
            "And", "Joh", "Karl", "Nil", "Erik", "Lar", "Ols", "Per", "Sven", "Gust", "Lind", "Berg", "Sjö", "Ek",
            "Hol", "Nord", "Åk", "Öst", "Wik", "Sand", "Fors", "Dal", "Lund", "Hed", "Ström", "Mad", "Sør", "Ras",
            "Bjö", "Kjær");
    private static final List<String> FAMILY_ENDINGS = List.of(
            "ersson", "ansson", "sson", "sen", "berg", "gren", "kvist", "lund", "ström", "man", "feldt", "qvist", "ing",
            "dal", "mark", "holm", "vall", "näs");

    private enum Kind {
        PAGE("any page"),
        UNIT("a unit"),
        LEFT("a page of those who left"),
        NAME("one name, 3 letters"),
        TWO_NAMES("two names, 3 letters each"),
        WHOLE_NAMES("two whole names");

        private final String what;

        Kind(String what) {
            this.what = what;
        }

        String p(int percentile) {
            return what + ", p" + percentile;
        }
    }

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String purpose() {
        return "ms for a list, a filter or a search by name among a million people";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of(
                "people",
                PEOPLE,
                "peopleOfTheCaller",
                OWN,
                "requestsOfAKind",
                REQUESTS,
                "names",
                "20 x 16 given, 30 x 18 family names, the first ones often, the last ones rarely");
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of("keycloak", "participants"), (rig, round) -> round(rig, round, samples));
        List<Figure> figures = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            figures.add(samples.figure(kind.p(50), "ms"));
            figures.add(samples.figure(kind.p(99), "ms").aiming(Aim.atMost(AIM_MILLIS)));
        }
        return figures;
    }

    private static void round(Rig rig, int round, Samples samples) throws Exception {
        fill(rig);
        HttpRequests requests = rig.requestsTo(Listener.PARTICIPANTS, "organization-contact");
        for (Kind kind : Kind.values()) {
            ask(requests, kind, new Random(round), WARM_UP);
        }
        for (Kind kind : Rounds.rotated(List.of(Kind.values()), round)) {
            Percentiles waits = Percentiles.of(ask(requests, kind, new Random(SEED + round), REQUESTS));
            samples.add(kind.p(50), waits.millisAt(50));
            samples.add(kind.p(99), waits.millisAt(99));
            rig.tell(String.format(
                    Locale.ROOT,
                    "%s: %.1f ms (p50), %.1f ms (p99)",
                    kind.what,
                    waits.millisAt(50),
                    waits.millisAt(99)));
        }
    }

    /** Six of ten in the caller's organization; one of fifty left, one of a thousand protected. */
    private static void fill(Rig rig) throws Exception {
        try (Database database = rig.participants()) {
            database.execute(
                    """
                    insert into person (id, pseudonym, organization, person_ref, gender, birth_year, language, stamp,
                        given_name, family_name, unit, extent, active, employments, protected_identity, version,
                        person_published, contact_published)
                    select gen_random_uuid(), gen_random_uuid(), case when n %% %d < %d then '%s' else 'other-' || n %% 7 end,
                        'bench-' || n, case when n %% 8 = 0 then 'man' else 'woman' end, 1955 + n %% 45, 'sv', '',
                        %s, %s, 'u-' || n %% %d, 1, n %% 50 > 0, 1, n %% 1000 = 7, 1, true, true
                    from generate_series(1, %d) as n
                    """.formatted(
                                    10,
                                    10 * OWN / PEOPLE,
                                    Rig.ORGANIZATION,
                                    name(GIVEN_BEGINNINGS, GIVEN_ENDINGS),
                                    name(FAMILY_BEGINNINGS, FAMILY_ENDINGS),
                                    UNITS,
                                    PEOPLE),
                    "vacuum analyze person");
        }
        rig.checkpoint();
    }

    /** Names of two parts, each the more often the earlier it stands in its list. */
    private static String name(List<String> beginnings, List<String> endings) {
        return "(%s)[1 + cast(floor(random() * random() * %d) as int)] || (%s)[1 + cast(floor(random() * random() * %d) as int)]"
                .formatted(array(beginnings), beginnings.size(), array(endings), endings.size());
    }

    private static String array(List<String> parts) {
        return "array['" + String.join("', '", parts) + "']";
    }

    private static long[] ask(HttpRequests requests, Kind kind, Random random, int times) throws Exception {
        long[] waits = new long[times];
        try (HttpConnection connection = HttpConnection.to(requests.service())) {
            for (int i = 0; i < times; i++) {
                byte[] request = requests.get("/people?organization=" + Rig.ORGANIZATION + query(kind, random));
                long began = System.nanoTime();
                connection.exchange(request).require(OK);
                waits[i] = System.nanoTime() - began;
            }
        }
        return waits;
    }

    private static String query(Kind kind, Random random) {
        return switch (kind) {
            case PAGE -> cursor(random);
            case UNIT -> "&unit=u-" + random.nextInt(UNITS);
            case LEFT -> "&active=false" + cursor(random);
            case NAME -> "&q=" + encoded(first(random.nextBoolean() ? given(random) : family(random)));
            case TWO_NAMES -> "&q=" + encoded(first(given(random)) + " " + first(family(random)));
            case WHOLE_NAMES -> "&q=" + encoded(given(random) + " " + family(random));
        };
    }

    private static String cursor(Random random) {
        String position = Integer.toString(random.nextInt(PEOPLE));
        return "&cursor="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.US_ASCII));
    }

    private static String given(Random random) {
        return one(GIVEN_BEGINNINGS, random) + one(GIVEN_ENDINGS, random);
    }

    private static String family(Random random) {
        return one(FAMILY_BEGINNINGS, random) + one(FAMILY_ENDINGS, random);
    }

    /** Rare names are asked for as often as frequent ones. */
    private static String one(List<String> parts, Random random) {
        return parts.get(random.nextInt(parts.size()));
    }

    private static String first(String name) {
        return name.substring(0, LETTERS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

package org.samverka.evaluation.scoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;

/**
 * The scorings that come with the service, every version. None of them has words: an organization that may use an
 * instrument's words loads them, and names the scoring.
 */
@Singleton
public class Scorings {
    /** Files are added, never changed: scores belong to a key and version. */
    private static final List<String> FILES = List.of(
            "session-evaluation",
            "keds",
            "s-ums",
            "pss-10",
            "smbq-6",
            "copsoq-iii-scale",
            "was",
            "cbi-personal",
            "cbi-work",
            "cbi-client",
            "hme");

    /** Folders of their own, each with its license, that can be taken out of the service: then they are not known. */
    private static final List<String> PACKS = List.of("who-5");

    private final SortedMap<String, SortedMap<Integer, Scoring>> versions = new TreeMap<>();

    Scorings() {
        this(PACKS);
    }

    Scorings(List<String> packs) {
        ObjectMapper yaml = new YAMLMapper();
        for (String file : FILES) {
            add(read(yaml, "/scorings/" + file + ".yaml")
                    .orElseThrow(() -> new IllegalStateException("The scoring " + file + " is not there")));
        }
        packs.forEach(pack -> read(yaml, "/packs/" + pack + "/scoring.yaml").ifPresent(this::add));
    }

    private static Optional<Scoring> read(ObjectMapper yaml, String file) {
        try (InputStream text = Scorings.class.getResourceAsStream(file)) {
            return text == null ? Optional.empty() : Optional.of(yaml.readValue(text, Scoring.class));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not a scoring", e);
        }
    }

    private void add(Scoring scoring) {
        versions.computeIfAbsent(scoring.key(), key -> new TreeMap<>()).put(scoring.version(), scoring);
    }

    /** Every version of every one, by key. */
    public List<Scoring> all() {
        return versions.values().stream()
                .map(SortedMap::values)
                .flatMap(Collection::stream)
                .toList();
    }

    public Scoring get(String key, int version) {
        Scoring scoring = find(key, version);
        if (scoring == null) {
            throw new NotKnown("There is no such scoring; GET /api/v1/scorings lists them");
        }
        return scoring;
    }

    public @Nullable Scoring find(String key, int version) {
        SortedMap<Integer, Scoring> known = versions.get(key);
        return known == null ? null : known.get(version);
    }
}

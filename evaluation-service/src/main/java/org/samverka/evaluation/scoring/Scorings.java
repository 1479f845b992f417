package org.samverka.evaluation.scoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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

    private final List<String> packs;
    private final ObjectMapper yaml = new YAMLMapper();
    private final Map<String, Optional<Scoring>> read = new ConcurrentHashMap<>();

    Scorings() {
        this(PACKS);
    }

    Scorings(List<String> packs) {
        this.packs = packs;
    }

    /** Every version of every one, by key. */
    public List<Scoring> all() {
        return Stream.concat(FILES.stream(), packs.stream())
                .sorted()
                .flatMap(name -> byName(name).stream())
                .toList();
    }

    public Scoring get(String key, int version) {
        Scoring scoring = find(key, version);
        if (scoring == null) {
            throw new NotKnown("There is no such scoring; GET /api/v1/scorings lists them");
        }
        return scoring;
    }

    /** A first version has its key as name; a later one has its number behind. */
    public @Nullable Scoring find(String key, int version) {
        String name = version == 1 ? key : key + "-" + version;
        return FILES.contains(name) || packs.contains(name) ? byName(name).orElse(null) : null;
    }

    /** Read when it is asked for, not at every start. */
    private Optional<Scoring> byName(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    private Optional<Scoring> read(String name) {
        boolean pack = packs.contains(name);
        String file = pack ? "/packs/" + name + "/scoring.yaml" : "/scorings/" + name + ".yaml";
        try (InputStream text = Scorings.class.getResourceAsStream(file)) {
            if (text == null && !pack) {
                throw new IllegalStateException(file + " is not there");
            }
            return text == null ? Optional.empty() : Optional.of(yaml.readValue(text, Scoring.class));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not a scoring", e);
        }
    }
}

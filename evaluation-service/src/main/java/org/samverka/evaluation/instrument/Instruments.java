package org.samverka.evaluation.instrument;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.samverka.contracts.rest.NotKnown;

/** The instruments that can be used, every version; read at start, and only from what was released with the service. */
@Startup
@Singleton
public class Instruments {
    /** Files are added, never changed: answers refer to them by key and version. */
    private static final List<String> FILES = List.of("session-evaluation", "recommendation", "goal-statement");

    private final SortedMap<String, SortedMap<Integer, Instrument>> versions = new TreeMap<>();

    Instruments() {
        ObjectMapper yaml = new YAMLMapper();
        FILES.forEach(file -> add(read(yaml, "/instruments/" + file + ".yaml")));
    }

    private static Instrument read(ObjectMapper yaml, String file) {
        try (InputStream text = Instruments.class.getResourceAsStream(file)) {
            if (text == null) {
                throw new IllegalStateException(file + " is not there");
            }
            return yaml.readValue(text, Instrument.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not an instrument", e);
        }
    }

    private void add(Instrument instrument) {
        if (versions.computeIfAbsent(instrument.key(), key -> new TreeMap<>()).put(instrument.version(), instrument)
                != null) {
            throw new IllegalStateException("%s has two versions %d".formatted(instrument.key(), instrument.version()));
        }
    }

    /** The newest version of each, by key. */
    List<Instrument> newest() {
        return versions.values().stream().map(Instruments::newestOf).toList();
    }

    public boolean has(String key) {
        return versions.containsKey(key);
    }

    public Collection<String> keys() {
        return versions.keySet();
    }

    public Instrument newest(String key) {
        return newestOf(versionsOf(key));
    }

    public Instrument get(String key, int version) {
        Instrument instrument = versionsOf(key).get(version);
        if (instrument == null) {
            throw new NotKnown("The instrument has no such version; leave it out for the newest");
        }
        return instrument;
    }

    private SortedMap<Integer, Instrument> versionsOf(String key) {
        SortedMap<Integer, Instrument> known = versions.get(key);
        if (known == null) {
            throw new NotKnown("There is no such instrument; GET /api/v1/instruments lists them");
        }
        return known;
    }

    private static Instrument newestOf(SortedMap<Integer, Instrument> versions) {
        return Objects.requireNonNull(versions.get(versions.lastKey()));
    }
}

package org.samverka.evaluation.instrument;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;

/** The instruments that can be used, every version: those that come with the service, and those that were loaded. */
@Startup
@Singleton
public class Instruments {
    /** Files are added, never changed: answers refer to them by key and version. */
    private static final List<String> FILES = List.of("session-evaluation", "recommendation", "goal-statement");

    private final SortedMap<String, SortedMap<Integer, Instrument>> own = new TreeMap<>();
    private final LoadedInstruments loaded;

    Instruments(InstrumentDefinitions definitions, LoadedInstruments loaded) {
        this.loaded = loaded;
        ObjectMapper yaml = new YAMLMapper();
        FILES.forEach(file -> add(read(yaml, definitions, "/instruments/" + file + ".yaml")));
    }

    private static Instrument read(ObjectMapper yaml, InstrumentDefinitions definitions, String file) {
        try (InputStream text = Instruments.class.getResourceAsStream(file)) {
            if (text == null) {
                throw new IllegalStateException(file + " is not there");
            }
            return definitions.known(yaml.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not an instrument", e);
        }
    }

    private void add(Instrument instrument) {
        if (own.computeIfAbsent(instrument.key(), key -> new TreeMap<>()).put(instrument.version(), instrument)
                != null) {
            throw new IllegalStateException("%s has two versions %d".formatted(instrument.key(), instrument.version()));
        }
    }

    /** Those that come with the service, each in its newest version, by key. */
    List<Instrument> own() {
        return own.values().stream().map(Instruments::newestOf).toList();
    }

    boolean isOwn(String key) {
        return own.containsKey(key);
    }

    /** Its newest version; within a session. */
    public Uni<Instrument> newest(String key) {
        return find(key).onItem().ifNull().failWith(Instruments::unknown);
    }

    /** Its newest version, or null; within a session. */
    public Uni<@Nullable Instrument> find(String key) {
        SortedMap<Integer, Instrument> versions = own.get(key);
        return versions == null ? loaded.newest(key) : Uni.createFrom().item(newestOf(versions));
    }

    /** That version; within a session. */
    public Uni<Instrument> get(String key, int version) {
        return find(key, version)
                .onItem()
                .ifNull()
                .failWith(() ->
                        new NotKnown("There is no such instrument or version; GET /api/v1/instruments lists them"));
    }

    public Uni<@Nullable Instrument> find(String key, int version) {
        SortedMap<Integer, Instrument> versions = own.get(key);
        return versions == null ? loaded.get(key, version) : Uni.createFrom().item(versions.get(version));
    }

    private static NotKnown unknown() {
        return new NotKnown("There is no such instrument; GET /api/v1/instruments lists them");
    }

    private static Instrument newestOf(SortedMap<Integer, Instrument> versions) {
        return Objects.requireNonNull(versions.get(versions.lastKey()));
    }
}

package org.samverka.participants.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The current definitions, each parsed once for as long as it is current. */
@ApplicationScoped
class Definitions {
    private static final int MOST = 1000;

    private final Map<UUID, Parsed> known = new ConcurrentHashMap<>();
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private record Parsed(int version, ProgramDefinition definition) {}

    Uni<ProgramDefinition> of(Mutiny.Session session, UUID program, int version) {
        @Nullable Parsed parsed = known.get(program);
        return parsed != null && parsed.version == version
                ? Uni.createFrom().item(parsed.definition)
                : session.createNativeQuery(
                                "select version, cast(definition as text) from program where id = :id", Object[].class)
                        .setParameter("id", program)
                        .getSingleResult()
                        .map(row -> keep(program, (Integer) row[0], (String) row[1]));
    }

    private ProgramDefinition keep(UUID program, int version, String document) {
        if (known.size() >= MOST) {
            known.clear();
        }
        ProgramDefinition definition = parse(document);
        known.put(program, new Parsed(version, definition));
        return definition;
    }

    private ProgramDefinition parse(String document) {
        try {
            return json.readValue(document, ProgramDefinition.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

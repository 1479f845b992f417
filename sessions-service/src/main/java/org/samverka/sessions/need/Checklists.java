package org.samverka.sessions.need;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** How checklists are stored, and who is told that one has changed. */
@ApplicationScoped
public class Checklists {
    private static final TypeReference<TreeMap<String, Check>> LINES = new TypeReference<>() {};

    private final ObjectMapper json;
    private final List<ChecklistObserver> observers;

    Checklists(ObjectMapper json, @All List<ChecklistObserver> observers) {
        this.json = json;
        this.observers = observers;
    }

    public String write(Checklist checklist) {
        try {
            return json.writeValueAsString(checklist.lines());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Checklist read(String text) {
        try {
            Map<String, Check> lines = json.readValue(text, LINES);
            return new Checklist(lines);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Within the caller's transaction. */
    public Uni<Void> tellVenueChanged(UUID venue) {
        return tell(observer -> observer.venueChanged(venue));
    }

    /** Within the caller's transaction. */
    public Uni<Void> tellSupplierChanged(UUID supplier) {
        return tell(observer -> observer.supplierChanged(supplier));
    }

    private Uni<Void> tell(Function<ChecklistObserver, Uni<? extends Void>> call) {
        return Multi.createFrom()
                .iterable(observers)
                .onItem()
                .transformToUniAndConcatenate(call)
                .collect()
                .asList()
                .replaceWithVoid();
    }
}

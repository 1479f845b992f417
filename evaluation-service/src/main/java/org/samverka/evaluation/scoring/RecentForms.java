package org.samverka.evaluation.scoring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forms that were read: a version never changes, so it need not be read again. The least recently used goes first. */
public final class RecentForms<F extends Form> {
    private static final int MOST = 200;

    private record Reference(String key, int version) {}

    private final Map<Reference, F> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Reference, F> eldest) {
            return size() > MOST;
        }
    };

    public synchronized @Nullable F get(String key, int version) {
        return kept.get(new Reference(key, version));
    }

    public synchronized F put(F form) {
        kept.put(new Reference(form.key(), form.version()), form);
        return form;
    }
}

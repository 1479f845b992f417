package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.Minimum;

/**
 * Programs' figures as they were at a revision. What is hidden in them is decided once for all who ask, and by one of those
 * who ask at the same time.
 */
@ApplicationScoped
class Snapshots {
    private static final int MOST_SUMS = 400_000;

    private final Cells cells;
    private final Units units;
    private final Minimum minimum;
    /** Those asked for last come last. */
    private final Map<String, Snapshot> kept = new LinkedHashMap<>(16, 0.75f, true);

    Snapshots(Cells cells, Units units, Minimum minimum) {
        this.cells = cells;
        this.units = units;
        this.minimum = minimum;
    }

    private static final class Snapshot {
        private final long revision;
        private @Nullable Uni<ProgramFigures> figures;
        private int size;

        private Snapshot(long revision) {
            this.revision = revision;
        }
    }

    /** @return figures at least as new as the revision */
    Uni<ProgramFigures> of(String program, long revision) {
        synchronized (kept) {
            Snapshot known = kept.get(program);
            if (known != null && known.revision == revision && known.figures != null) {
                return known.figures;
            }
            var fresh = new Snapshot(revision);
            Uni<ProgramFigures> figures = figures(program)
                    .invoke(made -> weigh(fresh, made.size()))
                    .onFailure()
                    .invoke(failure -> forget(program, fresh))
                    .memoize()
                    .indefinitely();
            fresh.figures = figures;
            kept.put(program, fresh);
            return figures;
        }
    }

    private Uni<ProgramFigures> figures(String program) {
        return cells.shownShares(program)
                .chain(shown -> cube(program, null)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(cube -> new ProgramFigures(cube, shown, minimum)));
    }

    /** @param further what is to be split by beside what the cells have; null is everything */
    Uni<Cube> cube(String program, @Nullable Set<Dimension> further) {
        return cells.of(program, further)
                .chain(counted -> further != null && further.isEmpty()
                        ? Uni.createFrom().item(new Cube(counted))
                        : units.of(program).map(tree -> new Cube(counted, tree)));
    }

    private void weigh(Snapshot snapshot, int size) {
        synchronized (kept) {
            snapshot.size = size;
            int sum = kept.values().stream().mapToInt(each -> each.size).sum();
            Iterator<Snapshot> oldest = kept.values().iterator();
            while (sum > MOST_SUMS && oldest.hasNext()) {
                sum -= oldest.next().size;
                oldest.remove();
            }
        }
    }

    private void forget(String program, Snapshot snapshot) {
        synchronized (kept) {
            kept.remove(program, snapshot);
        }
    }
}

package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All things of one kind as one side has them: a line each, sorted by their bytes in UTF-8 and followed by a line feed; the
 * hash is SHA-256 of them all, in hex.
 */
final class Snapshot {
    private static final int MOST_REFERENCES = 1000;

    private Snapshot() {}

    /** What one side says there is; {@code lines} are the hashes of single lines by reference, where they are told. */
    record Said(long count, String hash, @Nullable Map<String, String> lines) {}

    /**
     * One side beside the other.
     *
     * @param missingHere known to the partner only, of those told; at most 1 000 references each
     * @param unknownThere known to us only
     * @param different known to both with other content
     */
    record Difference(
            boolean matches,
            long countHere,
            long countThere,
            List<String> missingHere,
            List<String> unknownThere,
            List<String> different) {}

    /** @param here lines by reference */
    static Difference compare(Map<String, String> here, Said there) {
        boolean matches = here.size() == there.count() && hash(here.values()).equalsIgnoreCase(there.hash());
        if (matches || there.lines() == null) {
            return new Difference(matches, here.size(), there.count(), List.of(), List.of(), List.of());
        }
        var missing = new ArrayList<String>();
        var different = new ArrayList<String>();
        var unknown = new TreeMap<>(here);
        new TreeMap<>(there.lines()).forEach((ref, hash) -> {
            String line = unknown.remove(ref);
            if (line == null) {
                missing.add(ref);
            } else if (!lineHash(line).equalsIgnoreCase(hash)) {
                different.add(ref);
            }
        });
        return new Difference(
                false,
                here.size(),
                there.count(),
                some(missing),
                some(new ArrayList<>(unknown.keySet())),
                some(different));
    }

    private static List<String> some(List<String> references) {
        return List.copyOf(references.subList(0, Math.min(references.size(), MOST_REFERENCES)));
    }

    static String hash(Iterable<String> lines) {
        var sorted = new ArrayList<byte[]>();
        lines.forEach(line -> sorted.add(line.getBytes(UTF_8)));
        Collections.sort(sorted, java.util.Arrays::compareUnsigned);
        MessageDigest digest = sha256();
        for (byte[] line : sorted) {
            digest.update(line);
            digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String lineHash(String line) {
        return HexFormat.of().formatHex(sha256().digest(line.getBytes(UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

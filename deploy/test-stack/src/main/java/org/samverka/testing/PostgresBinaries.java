package org.samverka.testing;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * The folder in which the JVMs of one user share PostgreSQL's unpacked binaries, locked while a server starts from it.
 * Unpacking that a killed JVM left halfway would never be completed, so what has not once started a server is removed.
 */
final class PostgresBinaries implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private PostgresBinaries(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static PostgresBinaries locked() throws IOException {
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir", "/tmp"),
                "samverka-test-stack-" + System.getProperty("user.name", ""));
        Files.createDirectories(folder);
        System.setProperty("ot.epg.working-dir", folder.toString());
        FileChannel lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
        lock.lock();
        PostgresBinaries binaries = new PostgresBinaries(folder, lock);
        for (Path unpacked : binaries.unpacked()) {
            if (Files.notExists(marker(unpacked))) {
                FileUtils.deleteDirectory(unpacked.toFile());
            }
        }
        return binaries;
    }

    /** A server has started from them. */
    void proven() throws IOException {
        for (Path unpacked : unpacked()) {
            if (Files.notExists(marker(unpacked))) {
                Files.createFile(marker(unpacked));
            }
        }
    }

    /** They are not to be trusted any longer; the next start unpacks them anew. */
    void doubted() throws IOException {
        for (Path unpacked : unpacked()) {
            Files.deleteIfExists(marker(unpacked));
        }
    }

    /** Of a server's own. */
    Path freshDataFolder() {
        return folder.resolve("data-" + UUID.randomUUID());
    }

    private List<Path> unpacked() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(path -> path.getFileName().toString().startsWith("PG-"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static Path marker(Path unpacked) {
        return unpacked.resolveSibling(unpacked.getFileName() + ".proven");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}

package org.samverka.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Folders that come from archives: complete or not there at all, however many launchers make them at once. */
final class Unpacked {
    private static final int EXECUTABLE = 0100;

    private Unpacked() {}

    /** What fills a new folder. */
    interface Filling {
        void into(Path folder) throws IOException;
    }

    static Path folder(Path folder, Filling filling) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
        Path making = Files.createTempDirectory(parent, folder.getFileName() + ".making-");
        try {
            filling.into(making);
            Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            // Another launcher was faster.
        } finally {
            delete(making);
        }
        return folder;
    }

    /** Unpacks files, links and their executable bits; without the archive's first {@code strip} folders. */
    static void tar(InputStream uncompressed, Path target, int strip) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(uncompressed, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = inside(target, entry.getName(), strip);
                if (file != null) {
                    write(tar, entry, file);
                }
            }
        }
    }

    private static void write(InputStream content, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, file);
        if ((entry.getMode() & EXECUTABLE) != 0) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(file, permissions);
        }
    }

    private static @Nullable Path inside(Path target, String name, int strip) throws IOException {
        Path path = Path.of(name).normalize();
        if (path.getNameCount() <= strip || path.toString().isEmpty()) {
            return null;
        }
        Path file = target.resolve(path.subpath(strip, path.getNameCount())).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("The archive's entry " + name + " lies outside its folder");
        }
        return file;
    }

    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

package org.samverka.participants.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as it came, put aside until it is read.
 *
 * @param digest says whether another is the same
 */
record Spooled(Path path, String digest) {
    private static final int SOME = 64 * 1024;

    static final class TooLarge extends IOException {}

    static Spooled of(InputStream body, long most) throws IOException {
        Path file = Files.createTempFile("samverka-import", null);
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            copy(body, out, most);
            return new Spooled(file, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void copy(InputStream body, OutputStream out, long most) throws IOException {
        byte[] some = new byte[SOME];
        long copied = 0;
        for (int read = body.read(some); read >= 0; read = body.read(some)) {
            copied += read;
            if (copied > most) {
                throw new TooLarge();
            }
            out.write(some, 0, read);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

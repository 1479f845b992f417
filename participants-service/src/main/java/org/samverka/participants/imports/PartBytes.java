package org.samverka.participants.imports;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Rows as bytes, for as long as they wait; few, since sealing and opening take their time for each. */
final class PartBytes {
    private static final int BUFFER = 16 * 1024;

    private PartBytes() {}

    static byte[] of(List<Row> rows) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DataOutputStream(
                new BufferedOutputStream(new DeflaterOutputStream(bytes, deflater, BUFFER), BUFFER))) {
            out.writeInt(rows.size());
            for (Row row : rows) {
                out.writeLong(row.line());
                write(out, row.fault());
                out.writeInt(row.values().length);
                for (String value : row.values()) {
                    write(out, value);
                }
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, @Nullable String value) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeUTF(value);
        }
    }

    static List<Row> rows(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(
                new BufferedInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)), BUFFER))) {
            int size = in.readInt();
            var rows = new ArrayList<Row>(size);
            for (int i = 0; i < size; i++) {
                long line = in.readLong();
                String fault = read(in);
                @Nullable String[] values = new String[in.readInt()];
                for (int j = 0; j < values.length; j++) {
                    values[j] = read(in);
                }
                rows.add(new Row(line, values, fault));
            }
            return rows;
        }
    }

    private static @Nullable String read(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}

package org.samverka.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;

/** Requests to one service in the name of one caller, as they go over the wire. */
public record HttpRequests(URI service, String token) {
    public byte[] get(String pathAndQuery) {
        return head("GET", pathAndQuery).append("\r\n").toString().getBytes(UTF_8);
    }

    public byte[] put(String path, String contentType, String body) {
        return withBody(head("PUT", path), contentType, body);
    }

    public byte[] post(String path, String idempotencyKey, String body) {
        return withBody(
                head("POST", path)
                        .append("Idempotency-Key: ")
                        .append(idempotencyKey)
                        .append("\r\n"),
                "application/json",
                body);
    }

    private StringBuilder head(String method, String path) {
        return new StringBuilder(2048)
                .append(method)
                .append(' ')
                .append(service.getPath())
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(service.getAuthority())
                .append("\r\nAuthorization: Bearer ")
                .append(token)
                .append("\r\n");
    }

    private static byte[] withBody(StringBuilder head, String contentType, String body) {
        return head.append("Content-Type: ")
                .append(contentType)
                .append("\r\nContent-Length: ")
                .append(body.getBytes(UTF_8).length)
                .append("\r\n\r\n")
                .append(body)
                .toString()
                .getBytes(UTF_8);
    }
}

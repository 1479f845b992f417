package org.samverka.participants.imports;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/** Files may be larger than what other requests bring, which is read into memory. */
@ApplicationScoped
class BodyLimits {
    private static final long OTHERS = 10L << 20;
    private static final Set<String> FILES = Set.of("/api/v1/people/import", "/api/v1/hr/imports");

    void limit(@Observes Router router) {
        router.route().order(0).handler(BodyLimits::limit);
    }

    private static void limit(RoutingContext request) {
        if (!FILES.contains(request.normalizedPath())) {
            if (length(request) > OTHERS) {
                // Who is cut off while sending does not read why.
                request.request().resume();
                request.response()
                        .setStatusCode(413)
                        .putHeader(HttpHeaders.CONNECTION, "close")
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                        .end("""
                            {"type":"urn:samverka:problem:request-entity-too-large","title":"Request entity too large",\
                            "status":413,"detail":"Send less at once","code":"request-entity-too-large"}\
                            """);
                return;
            }
            request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, OTHERS);
        }
        request.next();
    }

    private static long length(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

package org.samverka.reporting.webhook;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.net.SocketAddress;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.webhook.Retries.Answer;

/**
 * Posts one message to one endpoint. The host's addresses are looked at each time, and the request goes to one that was
 * looked at: a name that leads elsewhere a moment later leads nowhere. No redirect is followed, no answer's body kept.
 */
@Singleton
class Line {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final WebClient client;
    private final Reach reach;
    private final Signatures signatures;
    private final Clock clock;

    Line(Vertx vertx, Configuration settings, Signatures signatures, Clock clock) {
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setFollowRedirects(false)
                        .setConnectTimeout(5000)
                        .setKeepAliveTimeout(30)
                        .setUserAgent("Samverka-Webhooks/1"));
        this.reach = new Reach(settings.trustedHosts().orElse(Set.of()));
        this.signatures = signatures;
        this.clock = clock;
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** Whatever goes wrong is an answer too. */
    Uni<Answer> post(Endpoint endpoint, UUID message, String payload) {
        URI url = URI.create(endpoint.url());
        String host = Reach.host(url);
        return addresses(host)
                .chain(addresses -> addresses.stream().allMatch(address -> reach.allows(host, address))
                        ? send(endpoint, url, addresses.get(0), message, payload)
                        : Uni.createFrom().item(Answer.none("address-not-allowed")))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> Answer.none(reason(failure)));
    }

    private static Uni<List<InetAddress>> addresses(String host) {
        return Uni.createFrom()
                .item(() -> lookUp(host))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(addresses -> {
                    if (addresses.isEmpty()) {
                        throw new HostUnknown();
                    }
                    return addresses;
                });
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static final class HostUnknown extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Uni<Answer> send(Endpoint endpoint, URI url, InetAddress address, UUID message, String payload) {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : secure ? HTTPS : HTTP;
        Instant now = clock.instant();
        var options = new RequestOptions()
                .setHost(Reach.host(url))
                .setPort(port)
                .setSsl(secure)
                .setURI(pathOf(url));
        return client.request(HttpMethod.POST, SocketAddress.inetSocketAddress(port, address.getHostAddress()), options)
                .timeout(PATIENCE.toMillis())
                .as(BodyCodec.none())
                .putHeader("content-type", "application/json")
                .putHeader("webhook-id", message.toString())
                .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .putHeader("webhook-signature", signatures.of(endpoint, message, now, payload))
                .sendBuffer(Buffer.buffer(payload))
                .map(response -> new Answer(response.statusCode(), null, retryAfter(response, now)));
    }

    private static String pathOf(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response, Instant now) {
        return retryAfter(response.getHeader("retry-after"), now);
    }

    /** In seconds or as a date; what is neither asks for nothing. */
    static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        try {
            Duration asked = header.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header.strip()))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return asked.isNegative() ? null : asked;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A code, never what the other side or the network said. */
    private static String reason(Throwable failure) {
        List<Throwable> causes = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(10)
                .toList();
        if (causes.stream().anyMatch(HostUnknown.class::isInstance)) {
            return "host-unknown";
        }
        if (causes.stream().anyMatch(SSLException.class::isInstance)) {
            return "tls-failed";
        }
        return causes.stream()
                        .anyMatch(cause -> cause instanceof TimeoutException
                                || cause instanceof java.util.concurrent.TimeoutException)
                ? "timeout"
                : "connection-failed";
    }
}

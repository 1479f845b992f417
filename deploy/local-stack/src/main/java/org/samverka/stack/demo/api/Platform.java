package org.samverka.stack.demo.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.samverka.stack.Listener;
import org.samverka.stack.Realm;
import org.samverka.stack.Stack;

/** A running stack as those outside of it see it. */
public final class Platform {
    private static final String DEMO_CLIENT = "samverka-demo";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Stack stack;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    public Platform(Stack stack) {
        this.stack = stack;
    }

    /** A service's API for a demo user, whose password is the user's name. */
    public Api as(String user, Listener service) {
        return new Api(http, stack.api(service), () -> tokens.computeIfAbsent(user, realm()::token));
    }

    /** A service's API for the bearer of a token. */
    public Api with(String token, Listener service) {
        return new Api(http, stack.api(service), () -> token);
    }

    /** For those who log in as themselves. */
    public Accounts accounts() {
        return new Accounts(new Api(
                http,
                realm().administration(),
                () -> tokens.computeIfAbsent(DEMO_CLIENT, client -> realm().clientToken(client, client))));
    }

    /** What a user with this role sees of a program's statistics. */
    public Statistics statistics(String user, String program) {
        return new Statistics(as(user, Listener.REPORTING), program);
    }

    /** How a program's goals stand, as a user with this role is told. */
    public Goals goals(String user, String program) {
        return new Goals(as(user, Listener.REPORTING), program);
    }

    public Mailbox mail() {
        return new Mailbox(http, stack.mail());
    }

    public Realm realm() {
        return stack.realm();
    }

    public String kafka() {
        return stack.kafka();
    }

    public URI address(Listener service) {
        return stack.api(service);
    }

    /** For calls without any token. */
    public Api anonymously(Listener service) {
        return with("", service);
    }
}

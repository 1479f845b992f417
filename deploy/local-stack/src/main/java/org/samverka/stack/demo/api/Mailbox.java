package org.samverka.stack.demo.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mail that was caught since the stack was started. */
public final class Mailbox {
    private final Api catcher;

    Mailbox(HttpClient http, URI api) {
        this.catcher = new Api(http, api, () -> "");
    }

    /**
     * A mail as one addressee got it.
     *
     * @param source the whole message, with its headers
     */
    public record Mail(String to, String subject, String source) {
        /** As it reads where it was written as quoted-printable (RFC 2045). */
        public String readable() {
            String unfolded = source.replaceAll("=\\r?\\n", "");
            Matcher escaped = Pattern.compile("(?:=[0-9A-F]{2})+").matcher(unfolded);
            return escaped.replaceAll(octets -> Matcher.quoteReplacement(decoded(octets.group())));
        }

        private static String decoded(String escaped) {
            return new String(HexFormat.of().parseHex(escaped.replace("=", "")), UTF_8);
        }
    }

    /** Who got any. */
    public List<String> addressees() {
        List<String> addresses = new ArrayList<>();
        catcher.get("/user")
                .require(200)
                .body()
                .forEach(user -> addresses.add(user.path("email").asText()));
        return addresses;
    }

    public List<Mail> of(String address) {
        List<Mail> mails = new ArrayList<>();
        for (JsonNode message : catcher.get("/user/" + Api.encoded(address) + "/messages")
                .require(200)
                .body()) {
            mails.add(new Mail(
                    address,
                    message.path("subject").asText(),
                    message.path("mimeMessage").asText()));
        }
        return mails;
    }
}

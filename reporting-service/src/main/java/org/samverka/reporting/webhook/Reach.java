package org.samverka.reporting.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;

/**
 * Where requests may go: https to addresses of the public Internet, so that nobody lets us knock on doors behind our own
 * wall. Trusted hosts, by exact name, may be anywhere and need no https.
 */
record Reach(Set<String> trustedHosts) {
    private static final int MOST = 2000;

    /** An address as somebody registers it; whether its host leads where it may is seen when it is sent to. */
    URI checked(String url) {
        URI uri = parsed(url);
        if (uri == null || uri.getHost() == null || url.length() > MOST) {
            throw new Invalid("/url", "malformed-url", "An absolute address such as https://example.org/samverka");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new Invalid("/url", "url-with-secrets", "The address has neither a user nor a fragment");
        }
        if (!isTrusted(host(uri))) {
            requirePublic(uri);
        }
        return uri;
    }

    private void requirePublic(URI uri) {
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new Invalid("/url", "https-required", "Only https is sent to");
        }
        String host = host(uri);
        if (host.equals("localhost")
                || host.endsWith(".localhost")
                || host.endsWith(".local")
                || host.endsWith(".internal")
                || !host.contains(".") && !host.contains(":")) {
            throw notPublic();
        }
        if (host.contains(":") || host.matches("[0-9.]+|0x.*|.*\\.0x[^.]*|[0-9]+")) {
            throw new Invalid(
                    "/url", "host-name-required", "The host has a name; addresses in figures are not sent to");
        }
    }

    private static Invalid notPublic() {
        return new Invalid("/url", "host-not-public", "The host is not one of the public Internet");
    }

    private static @Nullable URI parsed(String url) {
        try {
            URI uri = new URI(url);
            return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()) ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Without the brackets and the last dot that mean nothing. */
    static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
    }

    boolean isTrusted(String host) {
        return trustedHosts.contains(host);
    }

    /** Whether a request to the host may go to this address, which is what its name leads to now. */
    boolean allows(String host, InetAddress address) {
        return isTrusted(host) || isPublic(address);
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] octets = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(octets) : isPublic6(octets);
    }

    /** The rest of the registry of special-purpose addresses (RFC 6890). */
    private static boolean isPublic4(byte[] octets) {
        int a = octets[0] & 0xff;
        int b = octets[1] & 0xff;
        int c = octets[2] & 0xff;
        return a != 0
                && !(a == 100 && b >= 64 && b < 128)
                && !(a == 192 && b == 0 && (c == 0 || c == 2))
                && !(a == 192 && b == 88 && c == 99)
                && !(a == 198 && (b == 18 || b == 19 || b == 51 && c == 100))
                && !(a == 203 && b == 0 && c == 113)
                && a < 240;
    }

    /** Only what is global unicast, and none of what leads to addresses of the fourth version. */
    private static boolean isPublic6(byte[] octets) {
        int first = (octets[0] & 0xff) << 8 | octets[1] & 0xff;
        int second = (octets[2] & 0xff) << 8 | octets[3] & 0xff;
        boolean globalUnicast = first >> 13 == 1;
        boolean sixToFour = first == 0x2002;
        boolean special = first == 0x2001 && (second < 0x200 || second == 0xdb8);
        return globalUnicast && !sixToFour && !special;
    }
}

package org.samverka.reporting.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.rest.Invalid;

class ReachTest {
    private final Reach reach = new Reach(Set.of("127.0.0.1", "hooks.intra.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/hook?a=b",
                "https://example.org:8443/",
                "https://EXAMPLE.org",
                "http://127.0.0.1:9/here",
                "http://hooks.intra.example/x"
            })
    void httpsToANamedHostIsSentToAndTrustedHostsWithoutItToo(String url) {
        assertThat(reach.checked(url)).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.org/, https-required",
        "ftp://example.org/, malformed-url",
        "example.org, malformed-url",
        "'https://exa mple.org', malformed-url",
        "https:///path, malformed-url",
        "https://user:word@example.org/, url-with-secrets",
        "https://example.org/#token, url-with-secrets",
        "https://localhost/, host-not-public",
        "https://a.localhost/, host-not-public",
        "https://localhost./, host-not-public",
        "https://printer.local/, host-not-public",
        "https://metadata.google.internal/, host-not-public",
        "https://intranet/, host-not-public",
        "https://10.0.0.1/, host-name-required",
        "https://8.8.8.8/, host-name-required",
        "https://[::1]/, host-name-required",
        "https://127.0.0.2/, host-name-required"
    })
    void whateverElseIsRefused(String url, String code) {
        assertThatThrownBy(() -> reach.checked(url))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        refused -> assertThat(refused.errors())
                                .singleElement()
                                .satisfies(error -> assertThat(error.code()).isEqualTo(code)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.19.9.9",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001::1",
                "2001:db8::1",
                "fec0::1"
            })
    void noAddressBehindAWallIsSentTo(String address) throws UnknownHostException {
        assertThat(Reach.isPublic(InetAddress.getByName(address))).isFalse();
        assertThat(reach.allows("example.org", InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.0.1",
                "100.128.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "223.1.1.1",
                "2a00:1450:400f::200e",
                "2001:4860:4860::8888"
            })
    void addressesOfThePublicInternetAre(String address) throws UnknownHostException {
        assertThat(reach.allows("example.org", InetAddress.getByName(address))).isTrue();
    }

    @Test
    void aTrustedHostMayBeAnywhere() throws UnknownHostException {
        assertThat(reach.allows("hooks.intra.example", InetAddress.getByName("10.0.0.1")))
                .isTrue();
        assertThat(reach.allows("other.intra.example", InetAddress.getByName("10.0.0.1")))
                .isFalse();
    }
}

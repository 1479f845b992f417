package org.samverka.reporting.notification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.reporting.notification.Unsubscribing.Wish;
import org.samverka.reporting.secret.MasterKey;

class BounceTest {
    private static final MasterKey MASTER = new MasterKey("61".repeat(32));

    private final ReturnPaths paths = new ReturnPaths(MASTER, Optional.of("bounces@mail.example"));

    @ParameterizedTest
    @CsvSource({
        "failed, 5.1.1, true, true",
        "Failed, 5.2.1, true, true",
        "failed, 5.2.2, true, false",
        "failed, 5.7.1, true, false",
        "failed, 4.4.7, true, false",
        "failed, nonsense, true, true",
        "delayed, 4.4.1, false, false",
        "delivered, 2.0.0, false, false",
        "relayed, 2.1.5, false, false"
    })
    void aReportSaysWhetherALetterWasGivenUpAndWhetherTheAddressIsDead(
            String action, String status, boolean failure, boolean dead) throws IOException {
        Bounce bounce = Bounce.read(report("bounces@mail.example", action, status));

        assertThat(bounce.isFailure()).isEqualTo(failure);
        assertThat(bounce.isAddressDead()).isEqualTo(dead);
    }

    @Test
    void theReturnPathTellsWhichLetterCameBackAndNobodyCanMakeOneUp() throws IOException {
        UUID notification = UUID.randomUUID();
        String path = String.valueOf(paths.of(notification));

        assertThat(path).matches("bounces\\+[0-9a-f]{48}@mail\\.example");
        assertThat(path.indexOf('@')).isLessThanOrEqualTo(64);
        assertThat(paths.notification(Bounce.read(report(path.toUpperCase(java.util.Locale.ROOT), "failed", "5.1.1"))
                        .recipients()))
                .isEqualTo(notification);
        int last = path.indexOf('@') - 1;
        String forged = path.substring(0, last) + (path.charAt(last) == '0' ? '1' : '0') + path.substring(last + 1);
        assertThat(paths.notification(forged)).isNull();
        assertThat(paths.notification("bounces@mail.example, someone@else.example"))
                .isNull();
    }

    @Test
    void withoutAnAddressForItLettersComeBackToTheirSender() {
        assertThat(new ReturnPaths(MASTER, Optional.empty()).of(UUID.randomUUID()))
                .isNull();
    }

    @Test
    void aLetterThatOnlyQuotesAReportSaysNothing() throws IOException {
        byte[] letter = """
                From: someone@example.org
                To: bounces@mail.example
                Content-Type: text/plain

                Action: failed
                Status: 5.1.1
                """.replace("\n", "\r\n").getBytes(US_ASCII);
        assertThat(Bounce.read(letter).isFailure()).isFalse();
    }

    @Test
    void theAddressesInTheLetterThatCameBackAreNotTheReportsOwn() throws IOException {
        String path = String.valueOf(paths.of(UUID.randomUUID()));
        byte[] report = new String(report("bounces@mail.example", "failed", "5.1.1"), US_ASCII)
                .replace("To: asa@example.org", "To: " + path)
                .getBytes(US_ASCII);
        assertThat(Bounce.read(report).recipients()).doesNotContain(path);
    }

    @Test
    void aLinkToUnsubscribeOpensWhatItWasMadeForAndNothingElse() {
        var unsubscribing = new Unsubscribing(MASTER, "https://reporting.example", "https://portal.example");
        var wish = new Wish(UUID.randomUUID(), Kind.INVITATION_REMINDER);
        String address = unsubscribing.address(wish.person(), wish.kind());
        String token = address.substring(address.lastIndexOf('/') + 1);

        assertThat(address).startsWith("https://reporting.example/api/v1/unsubscriptions/");
        assertThat(address).doesNotContain(wish.person().toString());
        assertThat(unsubscribing.page(wish.person(), wish.kind())).startsWith("https://portal.example/unsubscribe#");
        assertThat(unsubscribing.open(token)).isEqualTo(wish);
        for (String other : new String[] {"", "A", token.substring(1), "A".repeat(80), "å"}) {
            assertThatThrownBy(() -> unsubscribing.open(other)).isInstanceOf(NotKnown.class);
        }
        var elsewhere = new Unsubscribing(new MasterKey("62".repeat(32)), "https://a.example", "https://b.example");
        assertThatThrownBy(() -> elsewhere.open(token)).isInstanceOf(NotKnown.class);
    }

    /** As Postfix writes them. */
    static byte[] report(String to, String action, String status) {
        return """
                Return-Path: <>
                From: MAILER-DAEMON@mx.example (Mail Delivery System)
                Subject: Undelivered Mail Returned to Sender
                To: %s
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status;
                 boundary="4B1A.1700000000/mx.example"

                This is a MIME-encapsulated message.

                --4B1A.1700000000/mx.example
                Content-Description: Notification
                Content-Type: text/plain; charset=us-ascii

                I'm sorry to have to inform you that your message could not be delivered.

                --4B1A.1700000000/mx.example
                Content-Description: Delivery report
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example
                Arrival-Date: Tue, 10 Mar 2026 08:00:00 +0000 (UTC)

                Final-Recipient: rfc822; asa@example.org
                Action: %s
                Status: %s
                Diagnostic-Code: smtp; 550 5.1.1 <asa@example.org>: user unknown

                --4B1A.1700000000/mx.example
                Content-Description: Undelivered Message
                Content-Type: message/rfc822

                From: no-reply@samverka.example
                To: asa@example.org
                Subject: Hello

                Hello

                --4B1A.1700000000/mx.example--
                """.formatted(to, action, status).replace("\n", "\r\n").getBytes(US_ASCII);
    }
}

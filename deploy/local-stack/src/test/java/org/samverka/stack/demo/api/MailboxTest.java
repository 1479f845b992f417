package org.samverka.stack.demo.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.samverka.stack.demo.api.Mailbox.Mail;

class MailboxTest {
    @Test
    void aFoldedLinkAndEscapedLettersCanBeReadAgain() {
        Mail mail = new Mail(
                "a@samverka.example",
                "Du är inbjuden",
                "Beh=C3=B6ver du n=C3=A5got? http://127.0.0.1:8080/invitation#eyJhbGciOi=\r\nJIUzI1NiJ9.x_y-z\r\n1+1=3D2");
        assertThat(mail.readable())
                .isEqualTo("Behöver du något? http://127.0.0.1:8080/invitation#eyJhbGciOiJIUzI1NiJ9.x_y-z\r\n1+1=2");
    }
}

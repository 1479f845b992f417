package org.samverka.sessions.calendar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class ContentLinesProperties {
    @Property(tries = 300)
    void whateverIsWrittenIsReadBackTheSame(
            @ForAll
                    @StringLength(min = 1, max = 300)
                    @CharRange(from = ' ', to = '~')
                    @Chars({'å', 'ä', 'ö', 'Å', 'Ä', 'Ö', 'é', '…', '漢', ';', ',', '\\', ':', '"', '\n'})
                    String text) {
        String written = new ContentLines()
                .add("BEGIN", "VCALENDAR")
                .add("VERSION", "2.0")
                .add("PRODID", "-//x//EN")
                .add("BEGIN", "VEVENT")
                .add("UID", "1")
                .add("DTSTAMP", "20260101T000000Z")
                .text("SUMMARY", text)
                .add("END", "VEVENT")
                .add("END", "VCALENDAR")
                .toString();

        assertThat(written.split("\r\n", -1))
                .allSatisfy(line -> assertThat(line.getBytes(UTF_8).length).isLessThanOrEqualTo(75));
        assertThat(Biweekly.parse(written)
                        .first()
                        .getEvents()
                        .get(0)
                        .getSummary()
                        .getValue())
                .isEqualTo(text);
    }
}

package org.samverka.participants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.samverka.contracts.rest.StorableText;

class StorableTextTest {
    /** Encoding puts a question mark where half of a pair stood. */
    @Property
    void storableIsWhatComesBackFromUtf8AndHasNoNul(
            @ForAll @CharRange(from = '\ud7f0', to = '\ue00f') @CharRange(from = '\0', to = '\2') String text) {
        boolean comesBack = new String(text.getBytes(UTF_8), UTF_8).equals(text) && text.indexOf('\0') < 0;
        assertThat(StorableText.is(text)).isEqualTo(comesBack);
    }
}

package org.samverka.participants.person;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.stream.Stream;
import org.samverka.contracts.ContactEvent.ContactChanged;
import org.samverka.contracts.Event;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.PersonChanged;

/**
 * A person as published now; what has not changed is not said again. Of a protected identity neither name, contact nor
 * place is said, and no address of who does not want mail.
 */
record News(PersonChanged person, boolean personChanged, ContactChanged contact, boolean contactChanged) {
    static News of(Object[] row) {
        UUID id = (UUID) row[2];
        boolean hidden = (Boolean) row[16];
        boolean reachable = !hidden && (Boolean) row[17];
        return new News(
                new PersonChanged(
                        id,
                        (UUID) row[3],
                        (String) row[4],
                        hidden ? null : (String) row[5],
                        Gender.valueOf((String) row[6]),
                        (Integer) row[7],
                        (BigDecimal) row[8],
                        (Boolean) row[9],
                        (Boolean) row[10],
                        (UUID) row[18]),
                (Boolean) row[0],
                new ContactChanged(
                        id,
                        hidden ? null : (String) row[11],
                        hidden ? null : (String) row[12],
                        reachable ? (String) row[13] : null,
                        hidden ? null : (String) row[14],
                        Language.valueOf((String) row[15]),
                        hidden),
                (Boolean) row[1]);
    }

    Stream<Event> events() {
        return Stream.concat(
                personChanged ? Stream.of(person) : Stream.empty(),
                contactChanged ? Stream.of(contact) : Stream.empty());
    }
}

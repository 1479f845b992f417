package org.samverka.sessions.need;

import static org.samverka.sessions.need.Need.MetBy.arrangement;
import static org.samverka.sessions.need.Need.MetBy.supplier;
import static org.samverka.sessions.need.Need.MetBy.venue;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a person may need so as to take part, and who has to see to it. */
public enum Need {
    step_free_entrance(venue),
    automatic_doors(venue),
    accessible_toilet(venue),
    parking_or_taxi(venue),
    tested_hearing_loop(venue),
    microphone_for_every_speaker(supplier),
    pictures_described(supplier),
    material_in_advance(supplier),
    breaks(arrangement),
    fragrance_free(arrangement),
    sign_interpreting(arrangement),
    text_interpreting(arrangement),
    diet(arrangement),
    captions_for_remote_participants(arrangement);

    private final MetBy metBy;

    Need(MetBy metBy) {
        this.metBy = metBy;
    }

    public MetBy metBy() {
        return metBy;
    }

    /** A room has it or not; a supplier's team does it or not; or it is arranged for the one session. */
    @Schema(name = "NeedMetBy")
    public enum MetBy {
        venue,
        supplier,
        arrangement
    }
}

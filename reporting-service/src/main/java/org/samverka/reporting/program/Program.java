package org.samverka.reporting.program;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.samverka.contracts.ParticipantEvent.Goal;

/** A program as figures need it; its days are inclusive and local to the zone. */
public record Program(
        String key,
        UUID id,
        LocalDate firstDay,
        LocalDate lastDay,
        ZoneId zone,
        List<String> organizations,
        List<Goal> goals) {}

package org.samverka.reporting.program;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ParticipantEvent.TargetGroup;

/**
 * A program as figures need it; its days are inclusive and local to the zone.
 *
 * @param name empty until its definition is told again, for one that was told before names were kept
 */
public record Program(
        String key,
        UUID id,
        String name,
        LocalDate firstDay,
        LocalDate lastDay,
        ZoneId zone,
        List<String> organizations,
        List<TargetGroup> targetGroups,
        List<Goal> goals) {}

package org.samverka.reporting.release;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a release is made for: which figures it holds, and which sections its narrative has. */
public enum ReportKind {
    /** To the European Social Fund, or whoever else owns the program, when it has ended. */
    final_report(
            EnumSet.of(Part.statistics, Part.goals, Part.effects, Part.funding),
            "summary",
            "idea-and-purpose",
            "target-group",
            "economy",
            "results",
            "working-method",
            "actors",
            "dissemination",
            "evaluation",
            "continuation",
            "equality-and-accessibility"),
    /** Of recovery support, to Socialstyrelsen. */
    recovery_follow_up(
            EnumSet.of(Part.statistics, Part.goals, Part.funding), "account", "use", "assessment", "keeping-results"),
    /** The key figures that Swedish law has employers disclose. */
    absence_disclosure(EnumSet.of(Part.absence), "comment"),
    /** How the program stands. */
    dashboard(EnumSet.of(Part.statistics, Part.goals, Part.effects), "comment");

    /** What figures are about; their ids begin with it. */
    public enum Part {
        statistics,
        goals,
        absence,
        effects,
        funding
    }

    private final Set<Part> parts;
    private final List<String> sections;

    ReportKind(Set<Part> parts, String... sections) {
        this.parts = Set.copyOf(parts);
        this.sections = List.of(sections);
    }

    public boolean holds(Part part) {
        return parts.contains(part);
    }

    /** The keys of the narrative's sections, in their order. */
    public List<String> sections() {
        return sections;
    }
}

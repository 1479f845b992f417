package org.samverka.reporting.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.narrative.Narrative;
import org.samverka.reporting.narrative.Placeholders;
import org.samverka.reporting.release.Content;
import org.samverka.reporting.release.Release;
import org.samverka.reporting.release.Release.Full;
import org.samverka.reporting.release.ReleasedFigure;
import org.samverka.reporting.release.ReportKind.Part;
import org.samverka.reporting.report.Report.Fact;
import org.samverka.reporting.report.Report.Section;
import org.samverka.reporting.report.Report.Shown;

/** Puts a release and what is written around it together: sections in the order of the kind, with the figures they are about. */
final class Composition {
    private final Release release;
    private final Content content;
    private final Narrative narrative;
    private final Wording wording;
    private final FigureTables tables;
    private final Set<Block> placed = new LinkedHashSet<>();

    private Composition(Full full, Narrative narrative, Wording wording) {
        this.release = full.release();
        this.content = full.content();
        this.narrative = narrative;
        this.wording = wording;
        this.tables = new FigureTables(content, wording);
    }

    /** Figures that belong together; their order is that of a report in which no section is about them. */
    private enum Block {
        people,
        economy,
        goals,
        effects,
        answers,
        absence
    }

    static Report of(Full full, Narrative narrative, Wording wording) {
        return new Composition(full, narrative, wording).report();
    }

    private Report report() {
        List<Section> sections = new ArrayList<>();
        var unwritten = new ArrayList<String>();
        for (String key : content.kind().sections()) {
            Section section = section(key);
            if (section.paragraphs().isEmpty()) {
                unwritten.add(section.heading());
            }
            if (!section.paragraphs().isEmpty() || !section.figures().isEmpty()) {
                sections.add(section);
            }
        }
        Arrays.stream(Block.values())
                .filter(block -> !placed.contains(block))
                .map(block -> section(null, wording.text("block." + block), List.of(), List.of(block)))
                .filter(section -> !section.figures().isEmpty())
                .forEach(sections::add);
        return new Report(
                wording.language(),
                wording.text("kind." + content.kind()),
                content.name(),
                facts(),
                sections,
                wording.text("notes"),
                notes(unwritten));
    }

    private Section section(String key) {
        return section(
                key,
                wording.text("section." + key),
                paragraphs(narrative.sections().get(key)),
                blocks(key));
    }

    private static List<Block> blocks(String section) {
        return switch (section) {
            case "target-group", "use" -> List.of(Block.people);
            case "economy" -> List.of(Block.economy);
            case "results", "assessment" -> List.of(Block.goals, Block.effects);
            case "evaluation" -> List.of(Block.answers);
            default -> List.of();
        };
    }

    private Section section(@Nullable String key, String heading, List<String> paragraphs, List<Block> blocks) {
        placed.addAll(blocks);
        return new Section(
                key, heading, paragraphs, blocks.stream().flatMap(this::shown).toList());
    }

    private Stream<Shown> shown(Block block) {
        return switch (block) {
            case people -> tables.people();
            case economy -> tables.economy();
            case goals -> tables.goals();
            case effects -> tables.effects();
            case answers -> tables.answers();
            case absence -> tables.absence();
        };
    }

    /** Separated by empty lines, with the figures in them. */
    private List<String> paragraphs(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return List.of();
        }
        var placeholders = new Placeholders(content);
        return Arrays.stream(text.split("\\R\\s*\\R", -1))
                .map(String::strip)
                .filter(paragraph -> !paragraph.isEmpty())
                .map(paragraph -> placeholders.resolved(
                        paragraph, (figure, number, isPart) -> wording.value(figure, number, isPart, content)))
                .toList();
    }

    private List<Fact> facts() {
        var facts = new ArrayList<Fact>();
        facts.add(fact("period", wording.day(content.from()) + " – " + wording.day(content.to())));
        if (content.absenceYear() != null) {
            facts.add(fact("year", content.absenceYear().toString()));
        }
        facts.add(fact("asOf", wording.day(release.asOf())));
        facts.add(fact("revision", Integer.toString(release.revision())));
        if (narrative.version() > 0) {
            facts.add(fact("textVersion", Integer.toString(narrative.version())));
        }
        facts.add(fact("release", release.id().toString()));
        facts.add(fact("hash", release.contentHash()));
        return facts;
    }

    private Fact fact(String key, String value) {
        return new Fact(wording.text("fact." + key), value);
    }

    private List<String> notes(List<String> unwritten) {
        var notes = new ArrayList<String>();
        Set<String> suppressed = new TreeSet<>();
        Set<String> definitions = new TreeSet<>();
        for (ReleasedFigure figure : content.figures()) {
            if (figure.suppressed() != null) {
                suppressed.add(figure.suppressed().name());
            }
            if (figure.definition() != null) {
                definitions.add(figure.definition());
            }
        }
        suppressed.forEach(why -> notes.add(wording.text("note." + why)));
        if (content.kind().holds(Part.statistics)) {
            notes.add(wording.text("note.steps"));
        }
        definitions.forEach(definition -> notes.add(definition + ": " + wording.name("definition", definition)));
        if (!unwritten.isEmpty()) {
            notes.add(wording.text("note.unwritten", String.join(", ", unwritten)));
        }
        notes.add(wording.text("note.hash"));
        return notes;
    }
}

package org.samverka.reporting.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.reporting.narrative.Narrative;
import org.samverka.reporting.narrative.Narratives;
import org.samverka.reporting.release.Content;
import org.samverka.reporting.release.Release;
import org.samverka.reporting.release.Release.Full;
import org.samverka.reporting.release.Releases;
import org.samverka.reporting.release.Workers;

/** Writes releases as documents, on worker threads: a PDF takes a processor for as long as a second. */
@ApplicationScoped
class Reports {
    static final String PDF = "application/pdf";
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    static final String CSV = "text/csv";
    static final String JSON = "application/json";

    private final Releases releases;
    private final Narratives narratives;
    private final Workers workers;
    private final ObjectMapper json;

    Reports(Releases releases, Narratives narratives, Workers workers, ObjectMapper json) {
        this.releases = releases;
        this.narratives = narratives;
        this.workers = workers;
        this.json = json;
    }

    enum Format {
        pdf(PDF),
        xlsx(XLSX),
        csv(CSV + ";charset=UTF-8;header=present"),
        json(JSON);

        private final String type;

        Format(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }

        static Format called(String name) {
            return Arrays.stream(values())
                    .filter(format -> format.name().equals(name))
                    .findFirst()
                    .orElseThrow(ReportResource::noSuchFormat);
        }
    }

    /** All that a report says, as data. */
    record Data(Release release, Report report, Content content) {}

    /** @param version of the text; none for the last one */
    Uni<byte[]> written(UUID id, Format format, Language language, @Nullable Integer version) {
        return releases.full(id)
                .chain(full -> narratives
                        .of(id, language, version)
                        .invoke(narrative -> requireWritten(narrative, version))
                        .chain(narrative -> workers.run(() -> written(full, narrative, format, language))));
    }

    private static void requireWritten(Narrative narrative, @Nullable Integer version) {
        if (version != null && narrative.version() != version) {
            throw new NotKnown("The release has no version %d of the text in that language".formatted(version));
        }
    }

    private byte[] written(Full full, Narrative narrative, Format format, Language language) {
        Report report = Composition.of(full, narrative, Wording.in(language));
        return switch (format) {
            case pdf -> PdfReport.of(report);
            case xlsx -> XlsxReport.of(report, full.content());
            case csv -> CsvReport.of(full.content());
            case json -> json(new Data(full.release(), report, full.content()));
        };
    }

    private byte[] json(Data data) {
        try {
            return json.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.samverka.sessions.certificate;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.samverka.sessions.code.QrCode;
import org.samverka.sessions.worker.Workers;

/** Prints certificates as PDF/A-3 and PDF/UA-1: to be kept for long, and to be read aloud. */
@ApplicationScoped
class Paper {
    /** Comes with pdfbox and may be embedded (SIL Open Font License 1.1); has the letters of all European names. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final Workers workers;

    Paper(Workers workers) {
        this.workers = workers;
        XRLog.setLoggingEnabled(false);
    }

    Uni<byte[]> print(Statement statement) {
        return workers.run(() -> pdf(statement));
    }

    static byte[] pdf(Statement statement) {
        var pdf = new ByteArrayOutputStream();
        try {
            var builder = new PdfRendererBuilder();
            builder.usePdfUaAccessibility(true);
            builder.usePdfAConformance(PdfAConformance.PDFA_3_A);
            builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
            builder.useFont(Paper::font, "Certificate");
            builder.withHtmlContent(statement.page(picture(statement)), null);
            builder.toStream(pdf);
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf.toByteArray();
    }

    private static String picture(Statement statement) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(QrCode.png(statement.link()));
    }

    private static InputStream font() {
        InputStream font = PDDocument.class.getResourceAsStream(FONT);
        if (font == null) {
            throw new IllegalStateException("The font is not where it was: " + FONT);
        }
        return font;
    }
}

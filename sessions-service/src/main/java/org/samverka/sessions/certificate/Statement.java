package org.samverka.sessions.certificate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;

/**
 * What a certificate says, in a person's language.
 *
 * @param name none where the identity is protected: there is a line to write it on
 * @param address where a code is looked up
 */
record Statement(Certificate certificate, @Nullable String name, BigDecimal hours, Language language, String address) {

    private record Texts(
            String title, String lead, String completed, String date, String hours, String code, String check) {}

    private static final Map<Language, Texts> TEXTS = Map.of(
            Language.sv,
            new Texts(
                    "Intyg",
                    "Härmed intygas att",
                    "har genomfört",
                    "Slutfört",
                    "Antal timmar",
                    "Kontrollkod",
                    "Se att intyget gäller:"),
            Language.da,
            new Texts(
                    "Bevis",
                    "Det bekræftes hermed, at",
                    "har gennemført",
                    "Gennemført den",
                    "Antal timer",
                    "Kontrolkode",
                    "Se, at beviset er gyldigt:"),
            Language.en,
            new Texts(
                    "Certificate",
                    "This is to certify that",
                    "has completed",
                    "Completed on",
                    "Hours attended",
                    "Verification code",
                    "See that it is valid:"));

    private static final Map<Language, DateTimeFormatter> DATES = Map.of(
            Language.sv, DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT),
            Language.da, DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT),
            Language.en, DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH));

    private Texts texts() {
        return Objects.requireNonNull(TEXTS.get(language));
    }

    String title() {
        return texts().title();
    }

    String date() {
        return day(certificate.completedOn());
    }

    private String day(LocalDate date) {
        return Objects.requireNonNull(DATES.get(language)).format(date);
    }

    String hoursInWords() {
        NumberFormat format = NumberFormat.getInstance(Locale.forLanguageTag(language.name()));
        format.setMaximumFractionDigits(2);
        return format.format(hours.setScale(2, RoundingMode.UNNECESSARY));
    }

    /** Where the code's holder, and only they, lets others look. */
    String link() {
        return address + certificate.code();
    }

    /**
     * As XHTML, every text of others escaped.
     *
     * @param picture of the link, as a data URI
     */
    String page(String picture) {
        Texts t = texts();
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                <meta charset="UTF-8"/>
                <title>%s</title>
                <meta name="subject" content="%s"/>
                <meta name="author" content="Samverka"/>
                <bookmarks><bookmark name="%s" href="#top"/></bookmarks>
                <style>
                @page { size: A4; margin: 22mm 25mm }
                body { font-family: 'Certificate', sans-serif; font-size: 13pt; line-height: 1.5; color: #1a1a1a }
                .from { font-size: 12pt; color: #0b5351; border-bottom: 1.2pt solid #0b5351; padding-bottom: 3mm; margin: 0 }
                h1 { font-size: 36pt; font-weight: normal; color: #0b5351; margin: 26mm 0 16mm 0 }
                .lead { color: #4a4a4a; margin: 0 }
                .name { font-size: 26pt; line-height: 1.25; margin: 3mm 0 10mm 0 }
                .program { font-size: 20pt; line-height: 1.25; margin: 3mm 0 18mm 0 }
                table { border-collapse: collapse; width: 100%% }
                th { text-align: left; font-weight: normal; color: #4a4a4a; width: 45mm }
                th, td { padding: 2.5mm 0; border-bottom: 0.5pt solid #b8c2c6 }
                .check { font-size: 10pt; line-height: 1.4; margin: 16mm 0 0 0 }
                img { width: 36mm; height: 36mm; margin-left: -3.5mm }
                </style>
                </head>
                <body id="top">
                <p class="from">Samverka</p>
                <h1>%s</h1>
                <p class="lead">%s</p>
                <p class="name">%s</p>
                <p class="lead">%s</p>
                <p class="program">%s</p>
                <table>
                <tr><th scope="row">%s</th><td>%s</td></tr>
                <tr><th scope="row">%s</th><td>%s</td></tr>
                <tr><th scope="row">%s</th><td>%s</td></tr>
                </table>
                <p class="check">%s<br/>%s</p>
                <p><img src="%s" alt="%s"/></p>
                </body>
                </html>
                """.formatted(
                        language.name(),
                        escaped(t.title()),
                        escaped(t.title() + ": " + certificate.programName()),
                        escaped(t.title()),
                        escaped(t.title()),
                        escaped(t.lead()),
                        name == null ? "________________________" : escaped(name),
                        escaped(t.completed()),
                        escaped(certificate.programName()),
                        escaped(t.date()),
                        escaped(date()),
                        escaped(t.hours()),
                        escaped(hoursInWords()),
                        escaped(t.code()),
                        escaped(certificate.readableCode()),
                        escaped(t.check()),
                        escaped(link()),
                        picture,
                        escaped(t.code() + " " + certificate.readableCode()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

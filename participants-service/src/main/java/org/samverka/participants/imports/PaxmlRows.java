package org.samverka.participants.imports;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The absences among the time transactions of a PAXml file (2.x): {@code tidtrans} with its employment, code, day or days,
 * and hours or extent. What is no absence is skipped. Document types and entities are refused.
 */
final class PaxmlRows implements Rows {
    private static final int LONGEST_WITHOUT_TAG = 100_000;
    private static final int LONGEST_VALUE = 200;
    private static final List<String> FIELDS = Row.Kind.absences.fields();

    /** Time worked, vacation, balances: nothing that this platform may know. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("ASK", "work_injury"),
            Map.entry("VAB", "child_sick"),
            Map.entry("FPE", "parental"),
            Map.entry("PAP", "parental"),
            Map.entry("HAV", "parental"),
            Map.entry("SMB", "other"),
            Map.entry("NÄR", "other"),
            Map.entry("TJL", "other"),
            Map.entry("PEM", "other"));

    private static final Set<String> VALUES =
            Set.of("anstid", "tidkod", "datum", "datumfrom", "datumtom", "timmar", "omfattning");

    private final XMLStreamReader xml;
    private int skipped;

    private PaxmlRows(XMLStreamReader xml) {
        this.xml = xml;
    }

    static Rows of(InputStream file) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        try {
            var rows = new PaxmlRows(factory.createXMLStreamReader(new Tags(file)));
            rows.enter();
            return rows;
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    /** Without a tag for so long it is no PAXml, and the parser would keep it all. */
    private static final class Tags extends FilterInputStream {
        private long since;

        Tags(InputStream file) {
            super(new BufferedInputStream(file));
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            for (int i = 0; i < read; i++) {
                count(into[offset + i]);
            }
            return read;
        }

        private void count(int one) throws IOException {
            since = one == '<' ? 0 : since + 1;
            if (since > LONGEST_WITHOUT_TAG) {
                throw new IOException("Too long without a tag");
            }
        }
    }

    private void enter() throws XMLStreamException {
        while (xml.hasNext()) {
            if (step() == XMLStreamConstants.START_ELEMENT) {
                if (!xml.getLocalName().equals("paxml")) {
                    throw new Unreadable("not-paxml", "The document is no paxml");
                }
                return;
            }
        }
    }

    private int step() throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new Unreadable("doctype-refused", "A document type or entity has no place in PAXml");
        }
        return event;
    }

    @Override
    public int skipped() {
        return skipped;
    }

    @Override
    public @Nullable Row next() {
        try {
            while (xml.hasNext()) {
                if (step() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("tidtrans")) {
                    Row row = row();
                    if (row != null) {
                        return row;
                    }
                    skipped++;
                }
            }
            return null;
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    private @Nullable Row row() throws XMLStreamException {
        long line = xml.getLocation().getLineNumber();
        Map<String, String> said = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            said.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        int depth = 1;
        while (depth > 0) {
            int event = step();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                String name = xml.getLocalName();
                if (VALUES.contains(name)) {
                    said.put(name, text());
                } else {
                    depth++;
                }
            }
        }
        return row(line, said);
    }

    /** Up to the end of the element. */
    private String text() throws XMLStreamException {
        var text = new StringBuilder();
        for (int event = step(); event != XMLStreamConstants.END_ELEMENT; event = step()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                throw unreadable(new XMLStreamException("element in a value", xml.getLocation()));
            }
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(xml.getText(), 0, Math.min(xml.getTextLength(), LONGEST_VALUE));
                text.setLength(Math.min(text.length(), LONGEST_VALUE));
            }
        }
        return text.toString().strip();
    }

    private static @Nullable Row row(long line, Map<String, String> said) {
        String kind = kind(said.getOrDefault("tidkod", ""));
        if (kind == null) {
            return null;
        }
        String day = said.get("datum");
        @Nullable String[] values = new String[FIELDS.size()];
        values[FIELDS.indexOf("employmentRef")] = said.get("anstid");
        values[FIELDS.indexOf("kind")] = kind;
        values[FIELDS.indexOf("from")] = day == null ? said.get("datumfrom") : day;
        values[FIELDS.indexOf("to")] = day == null ? said.get("datumtom") : day;
        values[FIELDS.indexOf("extent")] = said.get("omfattning");
        values[FIELDS.indexOf("hours")] = said.get("timmar");
        return Row.of(line, values);
    }

    private static @Nullable String kind(String code) {
        if (code.startsWith("SJK")) {
            return "sick";
        }
        return code.matches("FR[1-9]") ? "other" : KINDS.get(code);
    }

    private static Unreadable unreadable(XMLStreamException e) {
        long line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
        return Unreadable.at(
                line, "malformed-xml", "the document is cut off, not well-formed or too long without a tag");
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }
}

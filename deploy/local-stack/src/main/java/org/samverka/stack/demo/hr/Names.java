package org.samverka.stack.demo.hr;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.samverka.contracts.Gender;

/** Names put together by chance from common ones: whoever bears one is not meant. */
public final class Names {
    private static final List<String> WOMEN = words("""
            Agneta Alice Anette Anna Annika Astrid Birgitta Camilla Carina Cecilia Elin Elsa Emelie Emma Erika Eva
            Fatima Frida Gunilla Hanna Helena Ida Ingrid Jenny Johanna Josefin Julia Karin Katarina Kerstin Kristina
            Lena Linda Linnea Lisa Madeleine Malin Margareta Maria Marie Mona Monica Nathalie Pernilla Petra Pia
            Rebecka Rita Samira Sandra Sara Sofia Susanne Therese Tove Ulla Ulrika Veronica Viktoria Åsa""");

    private static final List<String> MEN = words("""
            Ahmed Alexander Anders Andreas Bengt Christer Daniel David Emil Erik Fredrik Göran Hans Henrik Johan
            Jonas Karl Kent Kjell Lars Magnus Marcus Martin Mats Mikael Niklas Oskar Patrik Per Peter Robert Simon
            Stefan Tomas Ulf""");

    private static final List<String> FAMILIES = words("""
            Ahl Alm Andersson Asp Axelsson Bengtsson Berg Berggren Bergman Björk Blom Carlsson Dahl Danielsson Ek
            Ekström Eliasson Engström Eriksson Falk Fransson Gran Gustafsson Haddad Hansson Hedlund Hellström
            Henriksson Holm Holmgren Håkansson Isaksson Jakobsson Jansson Johansson Jonsson Karlsson Lind Lindberg
            Lindgren Lindholm Lindqvist Lund Lundgren Löfgren Magnusson Martinsson Mattsson Månsson Nilsson Norberg
            Nordin Nyberg Nyström Olofsson Olsson Persson Pettersson Rosén Sandberg Sjöberg Söderberg Svensson
            Sundström Åberg Öberg""");

    private final Random random;

    public Names(Random random) {
        this.random = random;
    }

    public String given(Gender gender) {
        return one(gender == Gender.woman ? WOMEN : MEN);
    }

    public String family() {
        return one(FAMILIES);
    }

    /** Under a domain that nobody can own (RFC 2606); the number keeps namesakes apart. */
    static String email(String given, String family, int number, String organization) {
        return "%s.%s.%d@%s.example.org".formatted(ascii(given), ascii(family), number, organization);
    }

    private static String ascii(String name) {
        return Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "");
    }

    private static List<String> words(String text) {
        return List.of(text.split("\\s+"));
    }

    private String one(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}

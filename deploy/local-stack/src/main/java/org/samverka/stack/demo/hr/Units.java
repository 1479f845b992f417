package org.samverka.stack.demo.hr;

import static org.samverka.stack.demo.hr.Unit.Work.CARE;
import static org.samverka.stack.demo.hr.Unit.Work.OFFICE;
import static org.samverka.stack.demo.hr.Unit.Work.PRESCHOOL;
import static org.samverka.stack.demo.hr.Unit.Work.SCHOOL;
import static org.samverka.stack.demo.hr.Unit.Work.SERVICE;

import java.util.ArrayList;
import java.util.List;
import org.samverka.stack.demo.hr.Unit.Work;

/** A synthetic tree of units with as many women and men as the municipality says it employs. */
final class Units {
    private final List<Unit> all = new ArrayList<>();
    private final String prefix;
    private String administration = "";

    private Units(String prefix) {
        this.prefix = prefix;
    }

    static List<Unit> of(String organization) {
        Units units = new Units(organization + "-u");
        units.municipality();
        units.office();
        units.education();
        units.social();
        units.community();
        units.culture();
        return List.copyOf(units.all);
    }

    private void municipality() {
        all.add(new Unit(prefix + "0000", "Olofströms kommun", null, OFFICE, 0, 1));
    }

    private void office() {
        administration("1000", "Kommunledningsförvaltningen", OFFICE, 1, 0);
        unit("1010", "Ekonomi", OFFICE, 9, 2);
        unit("1020", "Personal och lön", OFFICE, 13, 1);
        unit("1030", "IT", OFFICE, 2, 5);
        unit("1040", "Kansli och kommunikation", OFFICE, 10, 3);
        unit("1050", "Näringsliv", OFFICE, 3, 2);
    }

    private void education() {
        administration("2000", "Utbildningsförvaltningen", OFFICE, 1, 0);
        unit("2010", "Förskolan Björken", PRESCHOOL, 17, 0);
        unit("2011", "Förskolan Blåklockan", PRESCHOOL, 15, 1);
        unit("2012", "Förskolan Ekorren", PRESCHOOL, 19, 0);
        unit("2013", "Förskolan Gläntan", PRESCHOOL, 16, 0);
        unit("2014", "Förskolan Humlan", PRESCHOOL, 18, 1);
        unit("2015", "Förskolan Kastanjen", PRESCHOOL, 20, 0);
        unit("2016", "Förskolan Lyckebo", PRESCHOOL, 14, 0);
        unit("2017", "Förskolan Solrosen", PRESCHOOL, 18, 0);
        unit("2018", "Förskolan Tallbacken", PRESCHOOL, 16, 1);
        unit("2019", "Förskolan Vitsippan", PRESCHOOL, 17, 0);
        unit("2030", "Centralskolan", SCHOOL, 30, 7);
        unit("2031", "Ekeskolan", SCHOOL, 26, 4);
        unit("2032", "Byskolan", SCHOOL, 24, 4);
        unit("2033", "Skogsskolan", SCHOOL, 20, 3);
        unit("2034", "Ängsskolan och Åskolan", SCHOOL, 26, 3);
        unit("2035", "Högstadiet", SCHOOL, 30, 7);
        unit("2036", "Gymnasiet", SCHOOL, 28, 11);
        unit("2037", "Vuxenutbildningen", SCHOOL, 12, 3);
        unit("2050", "Elevhälsan", OFFICE, 12, 1);
        unit("2051", "Musikskolan", SCHOOL, 5, 3);
        unit("2052", "Måltidsservice", SERVICE, 40, 2);
    }

    private void social() {
        administration("3000", "Socialförvaltningen", OFFICE, 1, 0);
        unit("3010", "Hemtjänsten Centrum", CARE, 31, 3);
        unit("3011", "Hemtjänsten Norr", CARE, 28, 2);
        unit("3012", "Hemtjänsten Söder", CARE, 28, 2);
        unit("3013", "Hemtjänsten Väster", CARE, 26, 1);
        unit("3014", "Nattpatrullen", CARE, 22, 2);
        unit("3020", "Furugården", CARE, 36, 2);
        unit("3021", "Björkgården", CARE, 34, 1);
        unit("3022", "Lindgården", CARE, 33, 1);
        unit("3023", "Ekgården", CARE, 30, 1);
        unit("3024", "Solgården", CARE, 29, 1);
        unit("3030", "Gruppbostaden Ängen", CARE, 14, 2);
        unit("3031", "Gruppbostaden Backen", CARE, 13, 3);
        unit("3032", "Gruppbostaden Stigen", CARE, 12, 2);
        unit("3033", "Daglig verksamhet", CARE, 16, 4);
        unit("3034", "Personlig assistans", CARE, 23, 4);
        unit("3040", "Hemsjukvården", CARE, 18, 1);
        unit("3041", "Rehabilitering", CARE, 10, 1);
        unit("3042", "Bemanningspoolen", CARE, 12, 1);
        unit("3050", "Individ och familj", OFFICE, 17, 3);
    }

    private void community() {
        administration("4000", "Samhällsbyggnadsförvaltningen", OFFICE, 0, 1);
        unit("4010", "Gata och park", SERVICE, 4, 10);
        unit("4011", "Vatten och avlopp", SERVICE, 2, 6);
        unit("4012", "Lokalvård", SERVICE, 29, 1);
        unit("4013", "Fastighet", SERVICE, 3, 7);
        unit("4014", "Bygg och miljö", OFFICE, 8, 2);
    }

    private void culture() {
        administration("5000", "Kultur- och fritidsförvaltningen", OFFICE, 1, 0);
        unit("5010", "Biblioteket", OFFICE, 9, 2);
        unit("5011", "Fritidsgårdarna", SERVICE, 6, 3);
        unit("5012", "Simhallen", SERVICE, 4, 2);
    }

    private void administration(String number, String name, Work work, int women, int men) {
        administration = prefix + number;
        all.add(new Unit(administration, name, prefix + "0000", work, women, men));
    }

    private void unit(String number, String name, Work work, int women, int men) {
        all.add(new Unit(prefix + number, name, administration, work, women, men));
    }
}

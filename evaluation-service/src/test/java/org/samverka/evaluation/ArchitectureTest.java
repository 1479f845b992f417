package org.samverka.evaluation;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.groups.UniAwait;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;

@AnalyzeClasses(packages = "org.samverka.evaluation", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String HERE = "org.samverka.evaluation";

    @ArchTest
    static final ArchRule theFrameworkSubscribes = noClasses()
            .should()
            .callMethod(Uni.class, "await")
            .orShould()
            .callMethod(Uni.class, "subscribe")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(UniAwait.class);

    @ArchTest
    static final ArchRule scoringsKnowNoOtherFeature = reaches("scoring", "language");

    @ArchTest
    static final ArchRule instrumentsKnowOnlyScorings = reaches("instrument", "scoring", "language");

    @ArchTest
    static final ArchRule spreadsheetsKnowNoOtherFeature = reaches("spreadsheet");

    @ArchTest
    static final ArchRule questionnairesKnowInstrumentsAndSpreadsheets =
            reaches("questionnaire", "instrument", "scoring", "spreadsheet", "language");

    @ArchTest
    static final ArchRule programsAndPeopleKnowNoOtherFeature = reaches("participant");

    @ArchTest
    static final ArchRule responsesKnowNeitherSurveysNorAssignments =
            reaches("response", "instrument", "questionnaire", "scoring", "language");

    @ArchTest
    static final ArchRule assignmentsKnowNoSurveys = reaches(
            "assignment", "instrument", "questionnaire", "language", "response", "participant", "timer", "link");

    @ArchTest
    static final ArchRule timersKnowNoOtherFeature = reaches("timer");

    @ArchTest
    static final ArchRule linksKnowNoOtherFeature = reaches("link");

    @ArchTest
    static final ArchRule screeningKnowsNeitherSurveysNorAssignments =
            reaches("screening", "access", "instrument", "scoring", "language", "response", "participant", "link");

    @ArchTest
    static final ArchRule redactionKnowsOnlyThatItIsLogged = reaches("redaction", "access");

    @ArchTest
    static final ArchRule paperKnowsOnlyWhatIsAskedAndAnswered =
            reaches("paper", "instrument", "questionnaire", "scoring", "response");

    @ArchTest
    static final ArchRule surveysKnowTheRest =
            reaches("survey", "access", "instrument", "scoring", "participant", "assignment", "response");

    @ArchTest
    static final ArchRule theAccessLogKnowsOnlyWhoARespondentIs = reaches("access", "response");

    @ArchTest
    static final ArchRule onlyResourcesAndFiltersKnowHttp = noClasses()
            .that()
            .areNotAnnotatedWith(Path.class)
            .and()
            .haveSimpleNameNotEndingWith("Resource")
            .and()
            .haveSimpleNameNotEndingWith("Requests")
            .should()
            .dependOnClassesThat(resideInAPackage("jakarta.ws.rs.."));

    @ArchTest
    static final ArchRule entitiesStayInTheirFeature =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    private static ArchRule reaches(String feature, String... others) {
        String[] allowed = new String[others.length + 1];
        for (int i = 0; i < others.length; i++) {
            allowed[i] = HERE + "." + others[i] + "..";
        }
        allowed[others.length] = HERE + "." + feature + "..";
        return noClasses()
                .that()
                .resideInAPackage(HERE + "." + feature + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(HERE + "..").and(not(resideInAnyPackage(allowed))));
    }
}

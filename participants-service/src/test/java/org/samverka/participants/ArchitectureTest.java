package org.samverka.participants;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.samverka.participants.person.Movements;

/** Rules of the code; ArchUnit fails a rule that matches nothing. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.samverka.participants");

    @Test
    void theFrameworkSubscribes() {
        noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "waits for or subscribes to a Uni", ArchitectureTest::waitsOrSubscribes))
                .check(MAIN);
    }

    private static boolean waitsOrSubscribes(JavaAccess<?> access) {
        return access.getTargetOwner().isAssignableTo(Uni.class)
                && Set.of("await", "subscribe", "awaitUsing")
                        .contains(access.getTarget().getName());
    }

    @Test
    void programsAndPeopleKnowNothingOfEnrollment() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.samverka.participants.program..",
                        "org.samverka.participants.person..",
                        "org.samverka.participants.organization..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.samverka.participants.enrollment..",
                        "org.samverka.participants.application..",
                        "org.samverka.participants.absence..",
                        "org.samverka.participants.imports..",
                        "org.samverka.participants.hr..")
                .check(MAIN);
    }

    @Test
    void applicationsKnowProgramsOnly() {
        noClasses()
                .that()
                .resideInAPackage("org.samverka.participants.application..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.samverka.participants.enrollment..",
                        "org.samverka.participants.hr..",
                        "org.samverka.participants.person..",
                        "org.samverka.participants.organization..")
                .check(MAIN);
    }

    @Test
    void programsKnowNothingOfPeopleAndTheHrFeed() {
        noClasses()
                .that()
                .resideInAnyPackage("org.samverka.participants.program..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.samverka.participants.hr..", "org.samverka.participants.person..")
                .check(MAIN);
    }

    @Test
    void enrollmentKnowsNothingOfTheHrFeedButMovements() {
        noClasses()
                .that()
                .resideInAnyPackage("org.samverka.participants.enrollment..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.samverka.participants.hr..")
                        .or(resideInAPackage("org.samverka.participants.person..")
                                .and(not(belongToAnyOf(Movements.class)))))
                .check(MAIN);
    }

    @Test
    void progressOnlyCountsWhatOthersDo() {
        noClasses()
                .that()
                .resideInAPackage("org.samverka.participants.progress..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.samverka.participants.enrollment..",
                        "org.samverka.participants.application..",
                        "org.samverka.participants.hr..",
                        "org.samverka.participants.person..",
                        "org.samverka.participants.absence..")
                .check(MAIN);
    }

    @Test
    void rulesKnowNeitherHttpNorMutiny() {
        noClasses()
                .that()
                .haveSimpleName("Program")
                .or()
                .haveSimpleName("ProgramDefinition")
                .or()
                .haveSimpleName("DefinitionRules")
                .or()
                .haveSimpleName("Application")
                .or()
                .haveSimpleName("Window")
                .or()
                .haveSimpleName("Terms")
                .or()
                .haveSimpleName("Enrollment")
                .or()
                .haveSimpleName("Applicant")
                .or()
                .haveSimpleName("Change")
                .or()
                .haveSimpleName("Progress")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "io.smallrye..", "io.vertx..", "org.apache.kafka..")
                .check(MAIN);
    }

    @Test
    void everyOperationSaysWhoMayCallIt() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Resource")
                .and()
                .arePublic()
                .should(beAnnotatedWith(RolesAllowed.class))
                .check(MAIN);
    }
}

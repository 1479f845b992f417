package org.samverka.reporting;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules of the code; ArchUnit fails a rule that matches nothing. */
class ArchitectureTest {
    private static final String STATISTICS = "org.samverka.reporting.statistics..";
    private static final String DISCLOSURE = "org.samverka.reporting.disclosure..";
    private static final String NOTIFICATION = "org.samverka.reporting.notification..";

    private static final String ABSENCE = "org.samverka.reporting.absence..";
    private static final String RELEASE = "org.samverka.reporting.release..";
    private static final String REPORT = "org.samverka.reporting.report..";
    private static final String GOAL = "org.samverka.reporting.goal..";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.samverka.reporting");

    @Test
    void theFrameworkSubscribes() {
        noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "waits for or subscribes to a Uni or Multi", ArchitectureTest::waitsOrSubscribes))
                .check(MAIN);
    }

    private static boolean waitsOrSubscribes(JavaAccess<?> access) {
        return (access.getTargetOwner().isAssignableTo(Uni.class)
                        || access.getTargetOwner().isAssignableTo(Multi.class))
                && Set.of("await", "subscribe", "awaitUsing", "toStream")
                        .contains(access.getTarget().getName());
    }

    @Test
    void disclosureControlIsPlainJava() {
        classes()
                .that()
                .resideInAPackage(DISCLOSURE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(DISCLOSURE, "java..", "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void whoCountsAndWhoWritesToPeopleKnowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAnyPackage(STATISTICS, ABSENCE, GOAL, RELEASE, REPORT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(NOTIFICATION)
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(NOTIFICATION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(STATISTICS, DISCLOSURE, ABSENCE, GOAL, RELEASE, REPORT)
                .check(MAIN);
    }

    @Test
    void figuresAreDecidedWithoutHttpMutinyKafkaOrDatabase() {
        noClasses()
                .that()
                .haveSimpleName("ProgramFigures")
                .or()
                .haveSimpleName("Cube")
                .or()
                .haveSimpleName("Fact")
                .or()
                .haveSimpleName("FactChanges")
                .or()
                .haveSimpleName("Cause")
                .or()
                .haveSimpleName("Manners")
                .or()
                .haveSimpleName("Policy")
                .or()
                .haveSimpleName("Bounce")
                .or()
                .haveSimpleName("Retries")
                .or()
                .haveSimpleName("Message")
                .or()
                .haveSimpleName("Employment")
                .or()
                .haveSimpleName("Person")
                .or()
                .haveSimpleName("Definition")
                .or()
                .haveSimpleName("AbsenceFigures")
                .or()
                .haveSimpleName("Estimate")
                .or()
                .haveSimpleName("Judge")
                .or()
                .haveSimpleName("Content")
                .or()
                .haveSimpleName("Publications")
                .or()
                .haveSimpleName("Difference")
                .or()
                .haveSimpleName("Placeholders")
                .or()
                .haveSimpleName("Composition")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.ws.rs..", "io.smallrye..", "io.vertx..", "org.apache.kafka..", "org.hibernate..")
                .check(MAIN);
    }

    @Test
    void onlyConsumersKnowOfKafkaAndOnlyResourcesOfHttp() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Events")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.eclipse.microprofile.reactive.messaging..")
                .check(MAIN);
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Resource")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(MAIN);
    }

    @Test
    void everyOperationSaysWhoMayCallIt() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .and()
                .areDeclaredInClassesThat()
                .areNotAnnotatedWith(PermitAll.class)
                .and()
                .arePublic()
                .should(beAnnotatedWith(RolesAllowed.class))
                .check(MAIN);
    }
}

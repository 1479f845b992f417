package org.samverka.sessions;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Entity;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules of the code; ArchUnit fails a rule that matches nothing. */
class ArchitectureTest {
    private static final String PARTICIPANT = "org.samverka.sessions.participant..";
    private static final String NEED = "org.samverka.sessions.need..";
    private static final String VENUE = "org.samverka.sessions.venue..";
    private static final String SUPPLIER = "org.samverka.sessions.supplier..";
    private static final String SESSION = "org.samverka.sessions.session..";
    private static final String SERIES = "org.samverka.sessions.series..";
    private static final String BOOKING = "org.samverka.sessions.booking..";
    private static final String ATTENDANCE = "org.samverka.sessions.attendance..";
    private static final String CALENDAR = "org.samverka.sessions.calendar..";
    private static final String INVITATION = "org.samverka.sessions.invitation..";
    private static final String ANSWER = "org.samverka.sessions.answer..";
    private static final String CERTIFICATE = "org.samverka.sessions.certificate..";
    private static final String CONTACT = "org.samverka.sessions.contact..";

    private static final String ARRANGEMENT = "org.samverka.sessions.arrangement..";
    private static final String PLANNING = "org.samverka.sessions.planning..";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.samverka.sessions");

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
    void featuresBuildOnEachOtherInOneDirection() {
        buildsOnNoneOf(NEED, PARTICIPANT, VENUE, SUPPLIER, SESSION, SERIES, BOOKING, ATTENDANCE, ARRANGEMENT, PLANNING);
        buildsOnNoneOf(PARTICIPANT, NEED, VENUE, SUPPLIER, SESSION, SERIES, BOOKING, ATTENDANCE, ARRANGEMENT, PLANNING);
        buildsOnNoneOf(VENUE, PARTICIPANT, SUPPLIER, SESSION, SERIES, BOOKING, ATTENDANCE, ARRANGEMENT, PLANNING);
        buildsOnNoneOf(SUPPLIER, VENUE, SESSION, SERIES, BOOKING, ATTENDANCE, ARRANGEMENT, PLANNING);
        buildsOnNoneOf(SESSION, NEED, SERIES, BOOKING, ATTENDANCE, ARRANGEMENT, PLANNING);
        buildsOnNoneOf(SERIES, BOOKING, ATTENDANCE, ARRANGEMENT, PLANNING);
        buildsOnNoneOf(BOOKING, NEED, VENUE, SUPPLIER, SERIES, ATTENDANCE, ARRANGEMENT, PLANNING);
        buildsOnNoneOf(ATTENDANCE, PARTICIPANT, NEED, VENUE, SERIES, ARRANGEMENT, PLANNING);
        buildsOnNoneOf(CERTIFICATE, NEED, VENUE, SUPPLIER, SESSION, SERIES, BOOKING, ATTENDANCE, ARRANGEMENT, PLANNING);
        buildsOnNoneOf(CONTACT, PARTICIPANT, SESSION, BOOKING, ATTENDANCE, CERTIFICATE);
        buildsOnNoneOf(ARRANGEMENT, PARTICIPANT, SERIES, BOOKING, ATTENDANCE, PLANNING);
        buildsOnNoneOf(PLANNING, NEED, SERIES, BOOKING, ATTENDANCE, ARRANGEMENT);
    }

    private static void buildsOnNoneOf(String feature, String... others) {
        noClasses()
                .that()
                .resideInAPackage(feature)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(MAIN);
    }

    /** What is about names stays with those who need them. */
    @Test
    void namesAreReadAtTheDoorAndForCertificatesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(CONTACT, CERTIFICATE, ATTENDANCE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CONTACT)
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackage(CERTIFICATE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CERTIFICATE)
                .check(MAIN);
    }

    @Test
    void invitationsBuildOnSessionsAndAnswersOnInvitations() {
        noClasses()
                .that()
                .resideInAnyPackage(PARTICIPANT, NEED, SESSION, BOOKING, ATTENDANCE, CALENDAR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(INVITATION, ANSWER)
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(INVITATION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BOOKING, ATTENDANCE, ANSWER)
                .check(MAIN);
    }

    @Test
    void calendarObjectsAreWrittenInPlainJava() {
        classes()
                .that()
                .resideInAPackage(CALENDAR)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CALENDAR, "java..", "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void rulesKnowNeitherHttpNorMutinyNorKafka() {
        noClasses()
                .that()
                .areAnnotatedWith(Entity.class)
                .or()
                .haveSimpleName("LocalStart")
                .or()
                .haveSimpleName("Timing")
                .or()
                .haveSimpleName("Recurrence")
                .or()
                .haveSimpleName("Checklist")
                .or()
                .haveSimpleName("Readiness")
                .or()
                .haveSimpleName("Plan")
                .or()
                .haveSimpleName("Wish")
                .or()
                .haveSimpleName("Seats")
                .or()
                .haveSimpleName("Places")
                .or()
                .haveSimpleName("Desk")
                .or()
                .haveSimpleName("Statement")
                .or()
                .haveSimpleName("AttendanceSheet")
                .or()
                .haveSimpleName("Attendance")
                .or()
                .haveSimpleName("Enrollment")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "io.smallrye..", "io.vertx..", "org.apache.kafka..")
                .check(MAIN);
    }

    @Test
    void onlyConsumersAndTheOutboxKnowOfKafka() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Events")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.eclipse.microprofile.reactive.messaging..")
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
                .should(beAnnotatedWith(RolesAllowed.class).or(beAnnotatedWith(PermitAll.class)))
                .check(MAIN);
    }

    /** Whoever has the address of a calendar, or the link in a letter, has no account. */
    @Test
    void onlyWhatATokenOfItsOwnOpensIsOpenToEverybody() {
        methods()
                .that()
                .areAnnotatedWith(PermitAll.class)
                .should()
                .beDeclaredIn("org.samverka.sessions.feed.CalendarResource")
                .orShould()
                .beDeclaredIn("org.samverka.sessions.answer.InvitationLinkResource")
                .orShould()
                .beDeclaredIn("org.samverka.sessions.answer.InvitationPageResource")
                .orShould()
                .beDeclaredIn("org.samverka.sessions.certificate.CertificateCheckResource")
                .check(MAIN);
    }

    @Test
    void requestsAndViewsAreNestedInTheirResource() {
        classes()
                .that()
                .haveSimpleNameEndingWith("View")
                .or()
                .haveSimpleNameEndingWith("Request")
                .and()
                .doNotHaveSimpleName("SeatRequest")
                .should()
                .beNestedClasses()
                .check(MAIN);
    }
}

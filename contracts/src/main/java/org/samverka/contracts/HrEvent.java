package org.samverka.contracts;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What partner HR systems tell Samverka on {@code samverka.hr.v1}: full state in every event, never deltas. Dates are
 * ISO local dates, inclusive; {@code extent} is a fraction 0-1; {@code weeklyHours} are the contracted hours per week.
 */
public sealed interface HrEvent extends Event {
    String ref();

    @Override
    default Topic topic() {
        return Topic.HR;
    }

    @Override
    default String key() {
        return ref();
    }

    @EventType("org.samverka.hr.unit.changed.v1")
    record UnitChanged(
            String orgUnitRef,
            String organization,
            String name,
            @Nullable String parentRef) implements HrEvent {
        @Override
        public String ref() {
            return orgUnitRef;
        }
    }

    /** One slice of an employment, valid from {@code effectiveFrom} (or {@code from}) until the next slice. */
    sealed interface EmploymentSlice extends HrEvent {
        String employmentRef();

        String personRef();

        String organization();

        String orgUnitRef();

        LocalDate from();

        @Nullable
        LocalDate to();

        @Nullable
        LocalDate effectiveFrom();

        BigDecimal extent();

        BigDecimal weeklyHours();

        PayForm payForm();

        Gender gender();

        int birthYear();

        boolean leader();

        @Nullable
        Name name();

        @Nullable
        String email();

        @Nullable
        String phone();

        @Nullable
        Language language();

        @Override
        default String ref() {
            return employmentRef();
        }
    }

    @EventType("org.samverka.hr.employee.hired.v1")
    record EmployeeHired(
            String employmentRef,
            String personRef,
            String organization,
            String orgUnitRef,
            LocalDate from,
            @Nullable LocalDate to,
            @Nullable LocalDate effectiveFrom,
            BigDecimal extent,
            BigDecimal weeklyHours,
            PayForm payForm,
            Gender gender,
            int birthYear,
            boolean leader,
            @Nullable Name name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable Language language)
            implements EmploymentSlice {}

    @EventType("org.samverka.hr.employee.changed.v1")
    record EmployeeChanged(
            String employmentRef,
            String personRef,
            String organization,
            String orgUnitRef,
            LocalDate from,
            @Nullable LocalDate to,
            @Nullable LocalDate effectiveFrom,
            BigDecimal extent,
            BigDecimal weeklyHours,
            PayForm payForm,
            Gender gender,
            int birthYear,
            boolean leader,
            @Nullable Name name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable Language language)
            implements EmploymentSlice {}

    @EventType("org.samverka.hr.employee.moved.v1")
    record EmployeeMoved(String employmentRef, LocalDate effectiveFrom, String toUnit) implements HrEvent {
        @Override
        public String ref() {
            return employmentRef;
        }
    }

    /** {@code lastDay} is inclusive. */
    @EventType("org.samverka.hr.employee.left.v1")
    record EmployeeLeft(String employmentRef, LocalDate lastDay) implements HrEvent {
        @Override
        public String ref() {
            return employmentRef;
        }
    }

    /** The state of one absence; {@code extent} is a fraction of that employment's hours. */
    sealed interface AbsenceState extends HrEvent {
        String absenceRef();

        String employmentRef();

        AbsenceKind kind();

        LocalDate from();

        @Nullable
        LocalDate to();

        BigDecimal extent();

        int version();

        @Override
        default String ref() {
            return employmentRef();
        }
    }

    @EventType("org.samverka.hr.absence.started.v1")
    record AbsenceStarted(
            String absenceRef,
            String employmentRef,
            AbsenceKind kind,
            LocalDate from,
            @Nullable LocalDate to,
            BigDecimal extent,
            int version)
            implements AbsenceState {}

    @EventType("org.samverka.hr.absence.changed.v1")
    record AbsenceChanged(
            String absenceRef,
            String employmentRef,
            AbsenceKind kind,
            LocalDate from,
            @Nullable LocalDate to,
            BigDecimal extent,
            int version)
            implements AbsenceState {}

    @EventType("org.samverka.hr.absence.ended.v1")
    record AbsenceEnded(
            String absenceRef,
            String employmentRef,
            AbsenceKind kind,
            LocalDate from,
            @Nullable LocalDate to,
            BigDecimal extent,
            int version)
            implements AbsenceState {}

    /** Carries no employment: the partner's Kafka key says it, when there is one. */
    @EventType("org.samverka.hr.absence.cancelled.v1")
    record AbsenceCancelled(String absenceRef, int version) implements HrEvent {
        @Override
        public String ref() {
            return absenceRef;
        }
    }

    enum PayForm {
        monthly,
        hourly
    }

    enum AbsenceKind {
        sick,
        work_injury,
        child_sick,
        parental,
        other
    }

    record Name(String given, String family) {}
}

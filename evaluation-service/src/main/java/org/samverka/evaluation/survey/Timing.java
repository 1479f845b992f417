package org.samverka.evaluation.survey;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;

/**
 * When a survey asks, reminds, and takes answers; days are local to the program, and the last one belongs to it.
 *
 * @param delayDays after somebody entered or completed the group
 * @param opensOn for occasions that are a day; none: at once
 * @param closesOn none: never
 * @param daysToAnswer since a person was asked; none: until it closes
 * @param reminders so many days after a person was asked, if they have not answered
 * @param links whether requests and reminders bring a link to answer at without signing in
 */
record Timing(
        Occasion occasion,
        int delayDays,
        @Nullable LocalDate opensOn,
        @Nullable LocalDate closesOn,
        @Nullable Integer daysToAnswer,
        List<Integer> reminders,
        boolean links) {
    static final Timing AFTER_ATTENDANCE = new Timing(Occasion.attendance, 0, null, null, null, List.of(), false);

    void check(Scope scope) {
        var errors = new ArrayList<Invalid.Error>();
        if (scope.sessionId() != null && occasion != Occasion.attendance) {
            errors.add(error("/sessionId", "other-occasion", "Only a survey about attendance is about a session"));
        }
        if (delayDays > 0 && occasion != Occasion.enrolled && occasion != Occasion.completed) {
            errors.add(error("/delayDays", "other-occasion", "Only what follows entering or completing is delayed"));
        }
        if (opensOn != null && !occasion.isOfDay()) {
            errors.add(error(
                    "/opensOn", "other-occasion", "Only a survey of a date, or of organizations, has a first day"));
        }
        if (opensOn != null && closesOn != null && closesOn.isBefore(opensOn)) {
            errors.add(error("/closesOn", "before-opening", "The last day is not before the first"));
        }
        for (int i = 1; i < reminders.size(); i++) {
            if (reminders.get(i) <= reminders.get(i - 1)) {
                errors.add(error("/reminders/" + i, "not-later", "Each reminder is later than the one before"));
            }
        }
        if (scope.targetGroup() != null && !occasion.asksPeople()) {
            errors.add(error("/targetGroup", "other-occasion", "Organizations are in no target group"));
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
    }

    private static Invalid.Error error(String pointer, String code, String detail) {
        return new Invalid.Error(pointer, code, detail);
    }
}

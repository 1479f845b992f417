package org.samverka.reporting.notification;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What letters say, per language in messages/letter_*.properties. A subject names no program: its name may tell of health. */
@MessageBundle(value = "letter", locale = "en")
public interface LetterTexts {
    @Message
    String greeting(String name);

    @Message
    String greetingWithoutName();

    @Message
    String enrollmentConfirmedSubject();

    @Message
    String enrollmentConfirmed(String program);

    @Message
    String waitlistedSubject();

    @Message
    String waitlisted(String program);

    @Message
    String seatOfferedSubject();

    @Message
    String seatOffered(String program);

    @Message
    String evaluationDueSubject();

    @Message
    String evaluationDue(String program);

    @Message
    String neutralSubject();

    @Message
    String goalReachedSubject();

    @Message
    String goalReached(String goal, String program);

    @Message
    String goalAtRiskSubject();

    @Message
    String goalAtRisk(String goal, String program);

    @Message
    String invitationSubject(String when);

    @Message
    String invitation();

    @Message
    String invitationReminderSubject(String when);

    @Message
    String invitationReminder();

    @Message
    String sessionChangedSubject(String when);

    @Message
    String sessionChanged();

    @Message
    String sessionCanceledSubject(String when);

    @Message
    String sessionCanceled();

    @Message
    String invitationWithdrawnSubject(String when);

    @Message
    String invitationWithdrawn();

    @Message
    String whatLabel();

    @Message
    String programLabel();

    @Message
    String whenLabel();

    @Message
    String whereLabel();

    @Message
    String needsQuestion();

    @Message
    String answerHere();

    @Message
    String linkIsPersonal(String until);

    @Message
    String discreetEvaluationDue();

    @Message
    String evaluationReminder();

    @Message
    String invitationTitle();

    @Message
    String invitationReminderTitle();

    @Message
    String sessionChangedTitle();

    @Message
    String sessionCanceledTitle();

    @Message
    String invitationWithdrawnTitle();

    @Message
    String severalSubject();

    @Message
    String linkIsYours();

    @Message
    String unsubscribeHere();

    @Message
    String closing();

    @Message
    String footer();
}

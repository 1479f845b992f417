package org.samverka.evaluation.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.assignment.Sessions.KnownSession;
import org.samverka.evaluation.participant.Programs.KnownProgram;

class ScopeTest {
    private static final UUID SESSION = UUID.randomUUID();
    private static final KnownProgram PROGRAM = new KnownProgram("plus", List.of("managers", "inspirers"), List.of());

    @ParameterizedTest
    @CsvSource({",", "managers,", ",managers", "managers,managers"})
    void aSurveyIsAboutASessionsGroupOrAboutAllWhoAttended(@Nullable String sessionFor, @Nullable String asked) {
        new Scope(SESSION, sessionFor == null ? null : asked)
                .requireWithin(PROGRAM, new KnownSession(SESSION, sessionFor));
        new Scope(null, asked).requireWithin(PROGRAM, null);
    }

    @ParameterizedTest
    @CsvSource({",managers", "inspirers,managers"})
    void aGroupThatTheSessionIsNotForIsRefusedRatherThanNobodyAsked(@Nullable String sessionFor, String asked) {
        assertThat(refused(new Scope(SESSION, asked), new KnownSession(SESSION, sessionFor)))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/targetGroup", "other-target-group"));
    }

    @Test
    void everythingUnknownIsNamedAtOnce() {
        assertThat(refused(new Scope(SESSION, "everybody"), null))
                .extracting(Invalid.Error::code)
                .containsExactly("unknown-session", "unknown-target-group");
    }

    private static List<Invalid.Error> refused(Scope scope, @Nullable KnownSession session) {
        return catchThrowableOfType(Invalid.class, () -> scope.requireWithin(PROGRAM, session))
                .errors();
    }
}

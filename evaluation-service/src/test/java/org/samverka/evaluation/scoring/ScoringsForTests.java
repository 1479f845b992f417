package org.samverka.evaluation.scoring;

/** The scorings that come with the service, for tests of other features. */
public final class ScoringsForTests {
    private ScoringsForTests() {}

    public static Scorings all() {
        return new Scorings();
    }
}

package org.samverka.reporting.disclosure;

/** Why a cell is hidden. */
public enum Suppression {
    /** Fewer people than the minimum are behind it. */
    primary,
    /** With it, another hidden cell or a group smaller than the minimum could be computed. */
    complementary,
    /** Nearly everybody, or nearly nobody: the share would say it of each. */
    homogeneous
}

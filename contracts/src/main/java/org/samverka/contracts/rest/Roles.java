package org.samverka.contracts.rest;

/** The roles of the realm {@code samverka}. */
public final class Roles {
    public static final String PLATFORM_ADMIN = "platform-admin";
    public static final String COORDINATOR = "coordinator";
    public static final String SUPPLIER = "supplier";
    public static final String ORGANIZATION_CONTACT = "organization-contact";
    public static final String MANAGER = "manager";
    public static final String PARTICIPANT = "participant";
    public static final String OCCUPATIONAL_HEALTH = "occupational-health";
    public static final String ANALYST = "analyst";
    public static final String HR_PARTNER = "hr-partner";
    public static final String AUDITOR = "auditor";

    private Roles() {}
}

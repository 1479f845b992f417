package org.samverka.participants.enrollment;

/** Who changes an enrollment: the subject of a token and the role it acts in, or a part of the platform. */
record Actor(String subject, String role) {
    static final Actor WAITING_LIST = new Actor("waiting-list", "platform");
    static final Actor ATTENDANCE = new Actor("attendance", "platform");
    static final Actor HR_FEED = new Actor("hr-feed", "platform");
    /** An offer of support that was accepted: the enrollment concerns nobody but the person. */
    static final Actor SUPPORT_OFFER = new Actor("support-offer", "platform");
}

package org.samverka.reporting.notification;

/** What has become of a notification, by the name that the API and the database use. */
public enum State {
    /** It is not known yet how to reach the person. */
    waiting,
    /** To be sent, now or after a pause. */
    pending,
    /** The mail server has taken it. */
    sent,
    /** Not to be sent: the reason says why. */
    withheld,
    /** The mail server refused it for good. */
    failed,
    /** The mail server took it, and it came back. */
    bounced,
    /** Too old to be news before it could be sent. */
    expired,
    /** The person was erased before it could be sent. */
    erased
}

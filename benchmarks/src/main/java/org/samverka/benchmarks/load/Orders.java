package org.samverka.benchmarks.load;

import java.util.Map;

/** Requests of one kind, of which no two are the same; each makes something new and is answered with 201. */
public interface Orders {
    HttpRequests requests();

    byte[] nextRequest();

    /** The script with which wrk makes the same requests, and what it is told by environment variables. */
    String script();

    Map<String, String> environment();

    /** So many were made by a generator that counts on its own. */
    void used(long numbers);
}

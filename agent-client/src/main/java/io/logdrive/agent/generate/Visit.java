package io.logdrive.agent.generate;

/**
 * Somebody's visit to the shop: several requests one after the other, the first a login. Confined
 * to the thread that makes lines.
 */
final class Visit {
    private static final int OK = 200;
    private static final int REQUESTS_MIN = 3;
    private static final int REQUESTS_MORE = 18;
    private static final int USERS = 50_000;

    int user;
    int session;
    int requestsLeft;

    Flow flow = Flow.LOGIN;
    long request;
    int call;
    int latencyMillis;
    int status;
    boolean retrying;

    /** A newcomer; those with low numbers come often. */
    void begin(SeededRandom random) {
        user = (int) ((long) random.below(USERS) * random.below(USERS) / USERS);
        session = (int) random.next();
        requestsLeft = REQUESTS_MIN + random.below(REQUESTS_MORE);
        beginRequest(Flow.LOGIN, random);
    }

    /** The request was answered: another one, or another visitor. */
    void next(SeededRandom random) {
        requestsLeft--;
        if (requestsLeft == 0 || (flow == Flow.LOGIN && status != OK)) {
            begin(random);
        } else {
            beginRequest(Flow.next(random), random);
        }
    }

    private void beginRequest(Flow next, SeededRandom random) {
        flow = next;
        request = random.next();
        call = 0;
        latencyMillis = 1;
        status = OK;
        retrying = false;
    }

    /** Whether all calls were made and only the gateway's note is missing. */
    boolean answered() {
        return call == flow.calls();
    }

    void callDone() {
        call++;
        retrying = false;
    }

    /** No further calls; the gateway answers so. */
    void fail(int newStatus) {
        status = newStatus;
        call = flow.calls();
    }
}

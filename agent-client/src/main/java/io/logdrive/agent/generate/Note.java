package io.logdrive.agent.generate;

/**
 * What one line says, before a format makes bytes of it; the same object for each line, so that
 * none is left behind. Confined to the thread that makes lines.
 */
final class Note {
    /** Somebody is known to have made the request. */
    static final int NOBODY = -1;

    /** The line says no latency. */
    static final int UNTIMED = -1;

    /** What a line takes that says it was slow, beside what it took. */
    private static final int SLOW_MILLIS = 500;

    long epochMicros;
    Severity severity = Severity.INFO;
    Place place = Part.GATEWAY.place;

    /** The part that a call goes to, whatever {@link #place} says. */
    Part part = Part.GATEWAY;

    /** What the part says when nothing is wrong. */
    Text usual = Part.GATEWAY.slow;

    /** What it says; nothing where it is the gateway's answer. */
    Text text = Part.GATEWAY.slow;

    /** Stands in the place of the number in the text. */
    int number;

    /** Whether it is the gateway's note that a request is answered. */
    boolean answer;

    Flow flow = Flow.LOGIN;
    int status;
    long request;
    int session;
    int user = NOBODY;
    int latencyMillis = UNTIMED;

    /** Which of its place's hosts, from 0. */
    int host() {
        return Math.floorMod(session, place.hosts());
    }

    void putMessage(LineBytes line, Escaping escaping) {
        if (answer) {
            line.put(flow.request);
            line.number(status);
        } else {
            text.put(line, escaping, number);
        }
    }

    /** Makes it a line of that level, with a message that fits. */
    void become(Severity other, SeededRandom random) {
        if (other == severity) {
            return;
        }
        severity = other;
        if (answer) {
            status = other.status();
            return;
        }
        if (other == Severity.WARN) {
            latencyMillis = SLOW_MILLIS + Math.max(latencyMillis, 0);
        }
        text =
                switch (other) {
                    case TRACE, DEBUG, INFO -> usual;
                    case WARN -> part.slow;
                    case ERROR, FATAL -> part.failed;
                };
        number = text.draw(random, latencyMillis);
    }
}

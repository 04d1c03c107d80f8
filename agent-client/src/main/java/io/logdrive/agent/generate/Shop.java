package io.logdrive.agent.generate;

import io.logdrive.agent.generate.Flow.Call;

/** A shop that several people visit at once. Confined to the thread that makes lines. */
final class Shop {
    private static final int VISITS = 16;

    /** Slow is what takes so many times as long as usual. */
    private static final int SLOW_FACTOR = 5;

    private final SeededRandom random;
    private final Trouble trouble;
    private final Visit[] visits = new Visit[VISITS];

    Shop(SeededRandom random) {
        this.random = random;
        this.trouble = new Trouble(random);
        for (int i = 0; i < VISITS; i++) {
            visits[i] = new Visit();
            visits[i].begin(random);
        }
    }

    /** What is noted next, but for its time. */
    void next(Note note) {
        trouble.step();
        Visit visit = visits[random.below(VISITS)];
        note.flow = visit.flow;
        note.request = visit.request;
        note.session = visit.session;
        note.answer = visit.answered();
        if (note.answer) {
            answer(visit, note);
            visit.next(random);
        } else {
            call(visit, note);
        }
    }

    private void call(Visit visit, Note note) {
        Call call = visit.flow.call(visit.call);
        Part part = call.part();
        int latency = trouble.latencyMillis(part, call.usualMillis());
        visit.latencyMillis += latency;
        Severity severity = call.severity();
        Text text = call.text();
        if (trouble.fails(part)) {
            boolean retries = part.retries() && !visit.retrying;
            severity = retries || part.status < 500 ? Severity.WARN : Severity.ERROR;
            text = retries ? part.retried : part.failed;
            if (retries) {
                visit.retrying = true;
            } else if (part.status == 0) {
                visit.callDone();
            } else {
                visit.fail(part.status);
            }
        } else {
            if (latency > SLOW_FACTOR * call.usualMillis()) {
                severity = Severity.WARN;
                text = part.slow;
            }
            visit.callDone();
        }
        note.severity = severity;
        note.part = part;
        note.place = part.place;
        note.usual = call.text();
        note.text = text;
        note.number = text.draw(random, latency);
        boolean login = note.flow == Flow.LOGIN && part == Part.AUTH;
        note.user = login ? visit.user : Note.NOBODY;
        note.latencyMillis = severity == Severity.DEBUG ? Note.UNTIMED : latency;
    }

    /** The gateway's note when the request is answered. */
    private static void answer(Visit visit, Note note) {
        note.severity = Severity.ofStatus(visit.status);
        note.place = Part.GATEWAY.place;
        note.status = visit.status;
        note.user = visit.user;
        note.latencyMillis = visit.latencyMillis;
    }
}

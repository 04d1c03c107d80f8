package io.logdrive.destination.receive;

import java.util.ArrayList;
import java.util.List;

/** Records what would be sent. Confined to one test. */
final class FakeAnswers implements Answers {
    final List<String> sent = new ArrayList<>();

    @Override
    public void acknowledge(String chunk) {
        sent.add("ack " + chunk);
    }

    @Override
    public void heartbeat() {
        sent.add("nil");
    }
}

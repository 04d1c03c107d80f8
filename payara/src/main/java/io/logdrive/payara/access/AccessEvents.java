package io.logdrive.payara.access;

import io.logdrive.payara.LimitedLog;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** The log lines about who is not let in. Never a secret. Thread-safe. */
final class AccessEvents {
    private static final System.Logger LOGGER = System.getLogger(Door.class.getName());

    private final LimitedLog limited;

    /** How many requests were turned away, by reason. */
    private final Map<String, LongAdder> refused =
            Door.REASONS.stream()
                    .collect(Collectors.toUnmodifiableMap(each -> each, any -> new LongAdder()));

    AccessEvents() {
        this(new LimitedLog(LOGGER, System::nanoTime));
    }

    AccessEvents(LimitedLog limited) {
        this.limited = limited;
    }

    /** Somebody was turned away whose credentials are wrong: who verified them says why. */
    void unauthorized(Refusal refusal) {
        count(refusal.reason());
    }

    long refused(String reason) {
        return Objects.requireNonNull(refused.get(reason)).sum();
    }

    private void count(String reason) {
        Objects.requireNonNull(refused.get(reason)).increment();
    }

    /** Somebody was turned away for something else. */
    void turned(AccessRequest request, Refusal refusal) {
        count(refusal.reason());
        say(
                refusal.reason(),
                "status=" + refusal.status() + " address=" + ShownText.of(request.remote()));
    }

    private void say(String reason, String details) {
        // Nothing here is called regularly: what was left out is said with the next one.
        limited.flush();
        limited.warn("access-refused reason=" + reason, details);
    }
}

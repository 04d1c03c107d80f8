package io.logdrive.ingest.consume;

import io.logdrive.consumer.ConsumerContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** What a consumer is given when it is opened. Confined to the consumer's thread. */
final class OpenContext implements ConsumerContext {
    private final ConsumerConfig config;
    private final ConsumerLoop.Surroundings around;
    private final String position;
    private final List<Run> told = new ArrayList<>();

    OpenContext(ConsumerConfig config, ConsumerLoop.Surroundings around, String position) {
        this.config = config;
        this.around = around;
        this.position = position;
    }

    /** What the consumer says it has committed. */
    List<Run> told() {
        return told;
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Path data() {
        return around.data();
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public void alreadyCommitted(String stepText) {
        List<Run> runs = ConsumerLedger.parse(stepText, around.clock().millis());
        if (runs == null) {
            throw new IllegalArgumentException(
                    "committed step: expected origin:kind/first+count, found " + stepText);
        }
        told.addAll(runs);
    }

    @Override
    public ClassLoader classes() {
        return config.classes();
    }

    @Override
    public ThreadFactory threads() {
        return around.threads();
    }
}

package io.logdrive.ingest;

import io.logdrive.consumer.CommitStep;
import io.logdrive.consumer.ConsumerContext;
import io.logdrive.consumer.ConsumerSettings;
import io.logdrive.consumer.RecordConsumer;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.util.concurrent.CountDownLatch;

/** A plug-in that never returns from its first record, until it is interrupted. */
public final class HangingConsumer implements RecordConsumer {
    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public String type() {
        return "hanging";
    }

    @Override
    public void configure(ConsumerSettings settings) {
        // It has none.
    }

    @Override
    public void open(ConsumerContext context) {
        // Nothing to make ready.
    }

    @Override
    public void accept(Origin origin, long sequence, LogRecord line) throws InterruptedException {
        never.await();
    }

    @Override
    public String commit(CommitStep step) {
        return "";
    }

    @Override
    public void close() {
        // Nothing to let go of.
    }
}

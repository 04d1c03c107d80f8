package io.logdrive.ingest.queue;

/** Whether chunks may enter the queue at the moment, and whose confirmations count. */
interface QueueGate {
    /** For a broker elsewhere, whose disk and life are not ours to watch. */
    QueueGate OPEN =
            new QueueGate() {
                private final BrokerLife external = new BrokerLife();

                @Override
                public boolean isAccepting() {
                    return true;
                }

                @Override
                public void sent(int bytes) {}

                @Override
                public BrokerLife life() {
                    return external;
                }
            };

    /** False while the disk is too full or the broker stopped: senders wait. */
    boolean isAccepting();

    /** Says that so many bytes are on their way to the disk. */
    void sent(int bytes);

    /** The broker's present life; what it confirms counts as long as this is intact. */
    BrokerLife life();
}

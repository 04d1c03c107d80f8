package io.logdrive.consumer;

import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;

/** What ingest gives to a consumer that is opened. Confined to the consumer's thread. */
public interface ConsumerContext {
    /** The name of the consumer in the configuration. */
    String name();

    /** Ingest's data directory. */
    Path data();

    /**
     * What the last {@link RecordConsumer#commit} returned; empty when there was none, or when
     * ingest can no longer know: then what is there must be kept as it is.
     */
    String position();

    /**
     * Tells of a commit that the output has; that ingest knows it already is no harm.
     *
     * @param stepText its {@link CommitStep#text}
     * @throws IllegalArgumentException when it is no such text
     */
    void alreadyCommitted(String stepText);

    /** Finds the classes of ingest and of the jars beside the consumer, such as JDBC drivers. */
    ClassLoader classes();

    /** Makes threads of the container, named after the consumer; they end with its close. */
    ThreadFactory threads();
}

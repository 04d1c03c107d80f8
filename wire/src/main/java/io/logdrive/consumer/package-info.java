/**
 * What a consumer of the queue is written against: {@link io.logdrive.consumer.RecordConsumer} is
 * the one interface to implement, found by {@link java.util.ServiceLoader}; docs/consumers.md shows
 * a whole one.
 *
 * <p>Not here: how ingest runs consumers, and the consumers that come with it. The invariant: a
 * consumer sees no chunk, no queue and no thread; ingest calls it from one thread only.
 */
@NullMarked
package io.logdrive.consumer;

import org.jspecify.annotations.NullMarked;

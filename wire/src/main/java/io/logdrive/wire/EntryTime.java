package io.logdrive.wire;

import org.msgpack.core.MessageFormat;
import org.msgpack.value.ValueType;

/**
 * The time of a Forward entry: EventTime (ext type 0: 32 bits of seconds, unsigned, and 32 bits of
 * nanoseconds), whole seconds, or, as Fluentd tolerates, a float of seconds or nil.
 *
 * <p>Thread-safe.
 */
final class EntryTime {
    static final int EVENT_TIME_TYPE = 0;
    static final int EVENT_TIME_BYTES = 8;

    private static final long NANOS_END = 1_000_000_000;

    private EntryTime() {}

    /**
     * Steps into Fluent Bit's {@code [time, metadata]}, which stands in the place of the time from
     * its version 5.0.4 on, and in older ones with {@code retain_metadata_in_forward_mode}.
     *
     * @return whether there was one, so that a map follows the time
     */
    static boolean enterMetadata(MsgpackReader reader) {
        if (reader.type() != ValueType.ARRAY) {
            return false;
        }
        int elements = reader.arrayHeader("time and metadata");
        if (elements != 2) {
            throw reader.refuse("time and metadata", elements + " elements");
        }
        return true;
    }

    /**
     * Consumes the time.
     *
     * @return microseconds since the epoch, or {@link TimeText#NO_TIME} when it is nil, zero or
     *     outside 1970 to 2105
     * @throws ForwardException when the value is of no type that a time has
     */
    static long takeMicros(MsgpackReader reader) {
        return switch (reader.type()) {
            case EXTENSION -> usable(takeEventTime(reader));
            case INTEGER -> ofSeconds(reader);
            case FLOAT -> ofSeconds(takeFloat(reader));
            case NIL -> {
                reader.takeNil();
                yield TimeText.NO_TIME;
            }
            default ->
                    throw reader.refuse("the time of an entry", MsgpackReader.named(reader.type()));
        };
    }

    /**
     * Consumes an EventTime, whatever time it is.
     *
     * @return microseconds since the epoch, or {@link TimeText#NO_TIME} when it has a second of
     *     nanoseconds or more
     */
    static long takeEventTime(MsgpackReader reader) {
        int length = reader.extensionHeader("EventTime");
        if (reader.extensionType() != EVENT_TIME_TYPE || length != EVENT_TIME_BYTES) {
            throw reader.refuse(
                    "EventTime (ext type 0 of 8 bytes)",
                    "ext type " + reader.extensionType() + " of " + length + " bytes");
        }
        long seconds = reader.unsignedInt();
        long nanos = reader.unsignedInt();
        if (nanos >= NANOS_END) {
            return TimeText.NO_TIME;
        }
        return seconds * 1_000_000 + nanos / 1_000;
    }

    private static long ofSeconds(MsgpackReader reader) {
        // A uint64 over the signed range is negative here, and out of range either way.
        long seconds = reader.integerBits("the time of an entry");
        return seconds > 0 && seconds < TimeText.MICROS_END / 1_000_000
                ? seconds * 1_000_000
                : TimeText.NO_TIME;
    }

    private static double takeFloat(MsgpackReader reader) {
        return reader.format() == MessageFormat.FLOAT32 ? reader.float32() : reader.float64();
    }

    private static long ofSeconds(double seconds) {
        // Also false for NaN.
        return seconds > 0 && seconds < TimeText.MICROS_END / 1e6
                ? usable(Math.round(seconds * 1e6))
                : TimeText.NO_TIME;
    }

    private static long usable(long micros) {
        return micros >= 1 && micros < TimeText.MICROS_END ? micros : TimeText.NO_TIME;
    }
}

package io.logdrive.ingest.forward;

import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.ForwardMessage;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordDecoder;
import java.util.ArrayList;
import java.util.List;

/** What a destination reads out of a frame. */
final class Frames {
    private Frames() {}

    static ForwardMessage.Events events(byte[] frame) {
        ForwardCodec codec = new ForwardCodec(ForwardLimits.defaults());
        return (ForwardMessage.Events) codec.decode(frame, 0, frame.length);
    }

    static List<LogRecord> records(byte[] frame) {
        List<LogRecord> records = new ArrayList<>();
        new RecordDecoder()
                .decodeBatch(events(frame).entries(), read -> records.add(read.decoded()));
        return records;
    }

    static List<String> bodies(byte[] frame) {
        return records(frame).stream().map(LogRecord::body).toList();
    }
}

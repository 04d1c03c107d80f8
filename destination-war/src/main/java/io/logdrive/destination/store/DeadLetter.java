package io.logdrive.destination.store;

import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.Level;
import io.logdrive.wire.RecordDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What could not be stored: a row of the table {@code dead_letter}.
 *
 * <p>Immutable; the bytes are not to be changed.
 *
 * @param id in the order they were refused
 * @param what {@code record}: one Forward entry as PROTOCOL.md has it
 * @param why the reason
 * @param atMicros when it was refused last, microseconds since the epoch
 * @param origin the stream it came in
 * @param sequence its number in that stream
 * @param bytes how many bytes it has
 * @param raw all of them; empty in a list
 */
public record DeadLetter(
        long id,
        String what,
        String why,
        long atMicros,
        UUID origin,
        long sequence,
        long bytes,
        EntryRange raw) {
    static final String RECORD = "record";

    /** Whether somebody means it who chooses by reason, sender or id. */
    boolean isMeant(LetterChoice choice) {
        return choice.matches(atMicros, why, origin.toString(), Long.toString(id));
    }

    /** The record as a message that has no id yet; null when its bytes cannot be read. */
    public @Nullable StoredMessage message() {
        if (undecodable() != null) {
            return null;
        }
        EncodedRecord read = logRecord();
        Level level = read.level();
        return new StoredMessage(
                0,
                read.timeMicros(),
                read.receivedMicros(),
                level == null ? null : level.number(),
                read.service(),
                read.host(),
                origin,
                sequence,
                JsonTexts.arrayOrNull(read.tags()),
                read.body(),
                read.fields(),
                read.flags());
    }

    /** Null when the bytes are one record, else why not. */
    @Nullable String undecodable() {
        if (!what.equals(RECORD)) {
            return "dead letter " + id + ": expected a record, found " + what;
        }
        try {
            int count = decoded().size();
            return count == 1 ? null : "dead letter " + id + ": expected 1 record, found " + count;
        } catch (ForwardException e) {
            return "dead letter " + id + ": " + e.getMessage();
        }
    }

    EncodedRecord logRecord() {
        return decoded().get(0);
    }

    private List<EncodedRecord> decoded() {
        List<EncodedRecord> records = new ArrayList<>(1);
        new RecordDecoder().decodeBatch(raw, records::add);
        return records;
    }
}

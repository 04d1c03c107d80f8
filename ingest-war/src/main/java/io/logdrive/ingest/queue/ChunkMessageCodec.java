package io.logdrive.ingest.queue;

import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import java.util.Base64;
import java.util.BitSet;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A chunk as a JMS message: the body as bytes, everything else as properties, so that a broker's
 * console shows whose lines a message holds.
 *
 * <p>Thread-safe.
 */
final class ChunkMessageCodec {
    static final String ORIGIN = "origin";
    static final String FIRST = "first";
    static final String LINES = "lines";
    static final String RECEIVED = "received";
    static final String FORMAT = "format";
    static final String KIND = "kind";
    static final String PEER = "peer";
    static final String HOST = "host";
    static final String NAME = "name";
    static final String TRUNCATED = "truncated";
    static final String FILTERED = "filtered";
    static final String ATTRIBUTES = "attributes";
    static final String CRC = "crc32c";

    private ChunkMessageCodec() {}

    static BytesMessage encode(Session session, Chunk chunk) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.setStringProperty(ORIGIN, chunk.origin().id().toString());
        message.setLongProperty(FIRST, chunk.first());
        message.setIntProperty(LINES, chunk.lines());
        message.setLongProperty(RECEIVED, chunk.receivedMicros());
        message.setStringProperty(FORMAT, chunk.format().name());
        message.setStringProperty(KIND, chunk.origin().kind().name());
        setUnlessEmpty(message, PEER, chunk.origin().peer());
        setUnlessEmpty(message, HOST, chunk.origin().host());
        setUnlessEmpty(message, NAME, chunk.origin().name());
        encodeMarks(message, chunk.marks());
        message.setIntProperty(CRC, crcOf(chunk.body()));
        message.writeBytes(chunk.body());
        return message;
    }

    private static void encodeMarks(Message message, LineMarks marks) throws JMSException {
        if (!marks.truncated().isEmpty()) {
            message.setStringProperty(TRUNCATED, bitsText(marks.truncated()));
        }
        if (!marks.filtered().isEmpty()) {
            message.setStringProperty(FILTERED, marks.filtered().toString());
        }
        if (!marks.attributes().isEmpty()) {
            message.setStringProperty(
                    ATTRIBUTES, Base64.getEncoder().encodeToString(marks.attributes().encoded()));
        }
    }

    /**
     * @throws JMSException when the broker fails
     * @throws IllegalArgumentException when the message is not a chunk
     */
    static Chunk decode(Message message) throws JMSException {
        try {
            return decodeOrFail(message);
        } catch (NullPointerException | MessageFormatException e) {
            throw new IllegalArgumentException(
                    "message "
                            + message.getJMSMessageID()
                            + ": expected all properties of a chunk, found one missing or of"
                            + " another type",
                    e);
        }
    }

    private static Chunk decodeOrFail(Message message) throws JMSException {
        if (!(message instanceof BytesMessage bytes) || !message.propertyExists(ORIGIN)) {
            throw new IllegalArgumentException(
                    "message "
                            + message.getJMSMessageID()
                            + ": expected a bytes message with the property origin, found "
                            + message.getClass().getSimpleName());
        }
        Chunk.Format format = Chunk.Format.valueOf(message.getStringProperty(FORMAT));
        Origin origin =
                new Origin(
                        UUID.fromString(message.getStringProperty(ORIGIN)),
                        OriginKind.valueOf(message.getStringProperty(KIND)),
                        textOrEmpty(message, PEER),
                        textOrEmpty(message, HOST),
                        textOrEmpty(message, NAME));
        return new Chunk(
                origin,
                message.getLongProperty(FIRST),
                message.getIntProperty(LINES),
                message.getLongProperty(RECEIVED),
                format,
                // Artemis gives a message without a body four bytes.
                format == Chunk.Format.NONE ? new byte[0] : bodyOf(bytes),
                marksOf(message));
    }

    private static LineMarks marksOf(Message message) throws JMSException {
        BitSet truncated = bitsOf(textOrEmpty(message, TRUNCATED));
        String filtered = textOrEmpty(message, FILTERED);
        String attributes = textOrEmpty(message, ATTRIBUTES);
        if (filtered.isEmpty() && attributes.isEmpty()) {
            return LineMarks.of(truncated);
        }
        return new LineMarks(truncated, FilteredRuns.parse(filtered), attributesOf(attributes));
    }

    private static LineAttributes attributesOf(String text) {
        try {
            return text.isEmpty()
                    ? LineAttributes.NONE
                    : LineAttributes.decode(Base64.getDecoder().decode(text));
        } catch (ForwardException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static byte[] bodyOf(BytesMessage message) throws JMSException {
        byte[] body = new byte[Math.toIntExact(message.getBodyLength())];
        int read = message.readBytes(body);
        if (read != body.length) {
            throw new IllegalArgumentException(
                    "message "
                            + message.getJMSMessageID()
                            + ": expected "
                            + body.length
                            + " bytes, found "
                            + read);
        }
        // The broker's journal has no checksum of its own. Messages of the version before have
        // none.
        if (message.propertyExists(CRC) && message.getIntProperty(CRC) != crcOf(body)) {
            throw new IllegalArgumentException(
                    "message "
                            + message.getJMSMessageID()
                            + ": expected a body of crc32c "
                            + Integer.toHexString(message.getIntProperty(CRC))
                            + ", found "
                            + Integer.toHexString(crcOf(body)));
        }
        return body;
    }

    private static int crcOf(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    private static void setUnlessEmpty(Message message, String name, String text)
            throws JMSException {
        if (!text.isEmpty()) {
            message.setStringProperty(name, text);
        }
    }

    private static String textOrEmpty(Message message, String name) throws JMSException {
        String text = message.getStringProperty(name);
        return text == null ? "" : text;
    }

    /** The set bits as {@code 1,5,7}. */
    private static String bitsText(BitSet bits) {
        StringBuilder text = new StringBuilder();
        bits.stream().forEach(bit -> text.append(text.isEmpty() ? "" : ",").append(bit));
        return text.toString();
    }

    private static BitSet bitsOf(String text) {
        BitSet bits = new BitSet();
        if (!text.isEmpty()) {
            for (String bit : text.split(",", -1)) {
                bits.set(Integer.parseInt(bit));
            }
        }
        return bits;
    }
}

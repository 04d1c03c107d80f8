package io.logdrive.ingest.queue;

import io.logdrive.ingest.BenchmarkLines;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.BitSet;
import java.util.UUID;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A chunk of 1,000 lines as a message of the broker, which is not sent. Confined to one thread. */
@State(Scope.Thread)
public class ChunkMessageBenchmark {
    private static final int LINES = 1_000;
    private static final String URL = "vm://9";

    private final Chunk chunk =
            new Chunk(
                    new Origin(
                            new UUID(1, 2), OriginKind.LINES, "127.0.0.1:40000", "127.0.0.1", ""),
                    0,
                    LINES,
                    1_795_250_000_123_456L,
                    Chunk.Format.LINES,
                    BenchmarkLines.json(LINES),
                    new BitSet());
    private EmbeddedActiveMQ broker;
    private ActiveMQConnectionFactory factory;
    private Connection connection;
    private Session session;
    private BytesMessage message;

    /** Starts a broker, without which there are no messages. */
    @Setup
    public void setUp() throws Exception {
        broker = new EmbeddedActiveMQ();
        broker.setConfiguration(
                new ConfigurationImpl()
                        .setPersistenceEnabled(false)
                        .setJournalType(JournalType.NIO)
                        .setSecurityEnabled(false)
                        .addAcceptorConfiguration("in-vm", URL));
        broker.start();
        factory = new ActiveMQConnectionFactory(URL);
        connection = factory.createConnection();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        message = encode();
        message.reset();
    }

    /** Stops it. */
    @TearDown
    public void tearDown() throws Exception {
        connection.close();
        factory.close();
        broker.stop();
    }

    /** ChunkMessageCodec, with the checksum. */
    @Benchmark
    public BytesMessage encode() throws JMSException {
        return ChunkMessageCodec.encode(session, chunk);
    }

    /** ChunkMessageCodec, with the checksum compared. */
    @Benchmark
    public Chunk decode() throws JMSException {
        message.reset();
        return ChunkMessageCodec.decode(message);
    }
}

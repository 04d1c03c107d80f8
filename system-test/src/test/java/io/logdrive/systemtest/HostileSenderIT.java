package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Show 5 of issue 2: what bad senders do costs bounded memory and nobody else anything. */
@ExtendWith(ProcessLogs.class)
class HostileSenderIT {
    private static final int MIB = 1 << 20;
    private static final int LINE_MAX = MIB;
    private static final int RANDOM_CONNECTIONS = 20;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String OTHERS_RATE = "500";

    /** The head of a message in Forward mode: an array of two, the tag "t", the entries. */
    private static final byte[] FORWARD_HEAD = {(byte) 0x92, (byte) 0xa1, 't'};

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.ofBoth(HostileSenderIT.class);
        server.set("logdrive.ingest.batch.age-max", "PT0.1S").start();
    }

    @AfterAll
    static void leavesNothingLostOrDoubled() {
        assertThat(server.process().peakResidentBytes())
                .as("peak resident bytes at -Xmx512m")
                .isLessThan(Limits.RESIDENT_MAX);
        server.stop();
        try (Rows rows = server.rows()) {
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
        }
    }

    @Test
    void showsALoneLineWithinASecondWhenTheAgeIsShort() throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            sender.send("one to warm up\n");
            String origin =
                    server.messages().awaitStoredOf(sender.peer(), 1, SOON).path("origin").asText();

            sender.send("one to measure\n");

            await("the second line can be seen")
                    .atMost(Duration.ofSeconds(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> server.messages().ofOrigin(origin, 10).size() == 2);
        }
    }

    @Test
    void storesOneTruncatedMessageOfAGibibyteWithoutANewline() throws IOException {
        AgentRun others = others("12s");
        byte[] block = block(MIB);

        try (LineSender sender = LineSender.connect(server.intakePort())) {
            for (int i = 0; i < 1024; i++) {
                sender.send(block);
            }
            LineSender.End end = sender.halfClose().awaitEnd(Duration.ofSeconds(30));

            assertThat(end).isEqualTo(LineSender.End.ORDERLY);
            JsonNode origin = server.messages().awaitStoredOf(sender.peer(), 1, SOON);
            assertThat(origin.path("stored").asLong()).isEqualTo(1);
            JsonNode message = server.messages().ofOrigin(origin.path("origin").asText(), 10);
            assertThat(message).hasSize(1);
            assertThat(message.path(0).path("message").asText()).hasSize(LINE_MAX);
            assertThat(message.path(0).path("flags").toString()).contains("truncated");
        }
        assertLostNothing(others);
    }

    @Test
    void takesTheLinesAfterOneThatIsTooLong() throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            for (int i = 0; i < 8; i++) {
                sender.send(block(MIB));
            }
            sender.send("\nthe line after\n");
            LineSender.End end = sender.halfClose().awaitEnd(SOON);

            assertThat(end).isEqualTo(LineSender.End.ORDERLY);
            JsonNode origin = server.messages().awaitStoredOf(sender.peer(), 2, SOON);
            assertThat(origin.path("stored").asLong()).isEqualTo(2);
            assertThat(origin.path("gapCount").asLong()).isZero();
            assertThat(server.messages().countWith("the line after")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261121})
    void closesConnectionsOfRandomBytesThatBeginLikeForward(long seed) throws IOException {
        AgentRun others = others("3s");
        Random random = new Random(seed);

        for (int i = 0; i < RANDOM_CONNECTIONS; i++) {
            byte[] bytes = new byte[1 + random.nextInt(64 << 10)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x90 + random.nextInt(16));
            assertClosed("protocol", server.intakePort(), bytes, true);
        }

        assertLostNothing(others);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20261122})
    void storesRandomBytesThatBeginLikeTextAsLines(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = new byte[256 << 10];
        random.nextBytes(bytes);
        bytes[0] = 'x';
        bytes[bytes.length - 1] = '\n';
        long newlines = countNewlines(bytes);

        try (LineSender sender = LineSender.connect(server.intakePort())) {
            LineSender.End end = sender.send(bytes).halfClose().awaitEnd(SOON);

            assertThat(end).isEqualTo(LineSender.End.ORDERLY);
            JsonNode origin = server.messages().awaitStoredOf(sender.peer(), newlines, SOON);
            assertThat(origin.path("stored").asLong()).isEqualTo(newlines);
        }
    }

    @Test
    void closesAConnectionThatEndsInHalfAForwardFrame() throws IOException {
        AgentRun others = others("3s");
        // An array of ten entries [0, {}], of which one and a half follow.
        byte[] half = Arrays.copyOf(FORWARD_HEAD, FORWARD_HEAD.length + 6);
        System.arraycopy(
                new byte[] {(byte) 0x9a, (byte) 0x92, 0, (byte) 0x80, (byte) 0x92, 0},
                0,
                half,
                FORWARD_HEAD.length,
                6);

        assertClosed("protocol", server.intakePort(), half, true);
        assertClosed("peer", server.receivePort(), half, true);

        assertLostNothing(others);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xdd, 0xdb, 0xc6, 0xdf, 0xc9})
    void closesAConnectionWhoseFrameClaimsTwoGibibytes(int type) throws IOException {
        byte[] claim = Arrays.copyOf(FORWARD_HEAD, 8);
        claim[3] = (byte) type;
        claim[4] = 0x7f;
        Arrays.fill(claim, 5, 8, (byte) 0xff);

        assertClosed("protocol", server.intakePort(), claim, false);
        assertClosed("garbage", server.receivePort(), claim, false);
    }

    /** Sends {@code bytes}, and, where {@code end} says so, that nothing more comes. */
    private static void assertClosed(String reason, int port, byte[] bytes, boolean end)
            throws IOException {
        try (LineSender sender = LineSender.connect(port)) {
            try {
                sender.send(bytes);
                if (end) {
                    sender.halfClose();
                }
            } catch (SocketException e) {
                // Closed already, before all was sent: that is what is expected below.
            }

            assertThat(sender.awaitEnd(SOON)).isNotEqualTo(LineSender.End.STILL_OPEN);
            String peer = "peer=" + sender.peer();
            await("the log says " + peer + " reason=" + reason)
                    .atMost(SOON)
                    .until(() -> server.log().lines().anyMatch(line -> says(line, peer, reason)));
        }
    }

    private static boolean says(String line, String peer, String reason) {
        return (line + " ").contains(peer + " ") && line.contains("reason=" + reason + " ");
    }

    private static AgentRun others(String duration) {
        return server.agent(OTHERS_RATE, "--duration", duration, "--connections", "2");
    }

    private static void assertLostNothing(AgentRun others) {
        AgentRun.Summary summary = others.await(Duration.ofMinutes(1));

        assertThat(summary.sent()).isPositive();
        assertThat(summary.confirmed()).isEqualTo(summary.sent());
        assertThat(summary.unsent()).isZero();
        assertThat(summary.sessions())
                .hasSize(2)
                .allSatisfy(
                        session ->
                                server.messages()
                                        .awaitStoredOf(session.peer(), session.lines(), SOON));
    }

    private static long countNewlines(byte[] bytes) {
        long newlines = 0;
        for (byte b : bytes) {
            newlines += b == '\n' ? 1 : 0;
        }
        return newlines;
    }

    private static byte[] block(int size) {
        byte[] block = new byte[size];
        Arrays.fill(block, (byte) 'x');
        return block;
    }
}

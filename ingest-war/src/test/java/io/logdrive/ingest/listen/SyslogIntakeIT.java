package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.PrefixedLines;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogIntakeIT {
    private IntakeFixture intake = new IntakeFixture();

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    @Test
    void makesChunksOfCountedAndUncountedMessages() throws IOException {
        Socket socket = intake.connect();

        write(socket, "9 <13>a\nb\nc<14>d\n6 <15>ef");
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        assertThat(texts(intake.queue)).containsExactly("<13>a\nb\nc", "<14>d", "<15>ef");
        List<Chunk> chunks = intake.queue.chunks();
        assertThat(chunks).extracting(Chunk::format).containsOnly(Chunk.Format.TEXTS);
        assertThat(chunks.get(0).origin().kind()).isEqualTo(OriginKind.SYSLOG);
        assertThat(chunks.get(0).origin().peer()).isEqualTo("127.0.0.1:" + socket.getLocalPort());
        assertThat(intake.count("connections", "protocol", "syslog")).isEqualTo(1);
        assertThat(intake.count("lines")).isEqualTo(3);
    }

    @Test
    void numbersTheMessagesOfAConnectionWithoutGaps() throws IOException {
        Socket socket = intake.connect();

        write(socket, "5 <13>a".repeat(250));
        await().until(() -> intake.queue.lines() == 250);
        write(socket, "5 <13>b");
        await().until(() -> intake.queue.lines() == 251);

        long next = 0;
        for (Chunk chunk : intake.queue.chunks()) {
            assertThat(chunk.first()).isEqualTo(next);
            next += chunk.lines();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 <13>a", "<13>a\n", "17/06/09 up\n", "1 <2x\n", "5 ", "<1"})
    void tellsTheProtocolWhenTheFirstBytesComeOneByOne(String text) throws IOException {
        Socket socket = intake.connect();
        socket.setTcpNoDelay(true);

        for (int i = 0; i < text.length(); i++) {
            write(socket, text.substring(i, i + 1));
            // Once it has been read, or the next one would come with it.
            await().pollInterval(Duration.ofMillis(1)).until(this::isRead);
        }
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        boolean syslog = text.endsWith("a") || text.endsWith("a\n");
        OriginKind kind = syslog ? OriginKind.SYSLOG : OriginKind.LINES;
        assertThat(intake.queue.chunks()).hasSize(1);
        assertThat(intake.queue.chunks().get(0).origin().kind()).isEqualTo(kind);
        assertThat(syslog ? texts(intake.queue).get(0) : intake.queue.text())
                .isEqualTo(syslog ? "<13>a" : text);
    }

    private boolean isRead() {
        return intake.server.unfinishedBytes() > 0 || intake.queue.lines() > 0;
    }

    @Test
    void closesInOrderOnlyAfterTheQueueConfirmedEverything() throws IOException {
        intake.queue.hold();
        Socket socket = intake.connect();
        write(socket, "5 <13>a5 <13>b");
        socket.shutdownOutput();
        await().until(() -> intake.queue.lines() == 2);

        socket.setSoTimeout(200);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
        intake.queue.confirmAll();

        IntakeFixture.assertClosedInOrder(socket);
    }

    @Test
    void resetsASenderWhoseFramingIsLostAndKeepsWhatCameBefore() throws IOException {
        Socket socket = intake.connect();

        write(socket, "5 <13>a5 <13>b99999999999 <13>c");

        IntakeFixture.assertReset(socket);
        assertThat(texts(intake.queue)).containsExactly("<13>a", "<13>b");
        assertThat(intake.log())
                .contains(
                        "connection-failed peer=127.0.0.1:"
                                + socket.getLocalPort()
                                + " reason=protocol data=unconfirmed-lines-with-sender"
                                + " cause=io.logdrive.ingest.listen.FramingException: syslog:"
                                + " expected < or a count of 1..99999999 and a blank behind a"
                                + " counted message, found neither");
        assertThat(intake.count("failed.connections", "reason", "protocol")).isEqualTo(1);
    }

    @Test
    void resetsASenderThatEndsRightBehindACount() throws IOException {
        Socket socket = intake.connect();

        write(socket, "5 <13>a5 ");
        socket.shutdownOutput();

        IntakeFixture.assertReset(socket);
    }

    @Test
    void countsWhatItSkipsOfACountedMessageThatIsTooLong() throws IOException {
        Socket socket = intake.connect();
        int over = (1 << 20) + 1_000;

        write(socket, over + " <13>" + "x".repeat(over - 4) + "5 <13>a");
        socket.shutdownOutput();
        IntakeFixture.assertClosedInOrder(socket);

        List<String> texts = texts(intake.queue);
        assertThat(texts).hasSize(2);
        assertThat(texts.get(0)).hasSize(1 << 20);
        assertThat(intake.queue.chunks().get(0).truncated().get(0)).isTrue();
        assertThat(intake.count("skipped.bytes")).isEqualTo(1_000);
        assertThat(intake.count("truncated.lines")).isEqualTo(1);
    }

    @Test
    void resetsWhoHoldsMostWhenUnfinishedMessagesExceedTheirBound() throws IOException {
        intake.close();
        intake = new IntakeFixture(IntakeFixture.config(10, 1 << 20, 16 << 20, 1_400_000));
        Socket large = intake.connect();
        write(large, "1048576 <13>" + "x".repeat(1_000_000));
        await().until(() -> intake.server.unfinishedBytes() >= 1_000_000);
        Socket other = intake.connect();

        write(other, "1048576 <13>" + "x".repeat(500_000));

        IntakeFixture.assertReset(large);
    }

    @Test
    void resetsACountWhoseMessageDoesNotCome() throws IOException {
        intake.close();
        ListenSettings settings = new ListenSettings();
        settings.unfinishedTimeout = Duration.ofMillis(200);
        intake = new IntakeFixture(settings.config());
        Socket socket = intake.connect();

        write(socket, "5 <13>a7 ");

        IntakeFixture.assertReset(socket);
        assertThat(intake.log()).anyMatch(line -> line.startsWith("connection-timed-out"));
    }

    /** The texts of all chunks. */
    static List<String> texts(RecordingQueue queue) {
        List<String> texts = new ArrayList<>();
        for (Chunk chunk : queue.chunks()) {
            PrefixedLines lines = new PrefixedLines(chunk.body());
            while (lines.next()) {
                texts.add(
                        new String(
                                chunk.body(), lines.start(), lines.end() - lines.start(), UTF_8));
            }
        }
        return texts;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }
}

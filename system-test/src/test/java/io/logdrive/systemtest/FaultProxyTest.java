package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.systemtest.FaultProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final int SOON_MILLIS = 60_000;
    private static final int SILENCE_MILLIS = 700;
    private static final Duration SOON = Duration.ofMillis(SOON_MILLIS);

    private ServerSocket target;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.start("test", target.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        target.close();
    }

    /** The two ends of one connection through the proxy. */
    private record Pair(Socket client, Socket server) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    @Test
    void passesBothWaysAndPassesTheEndOn() throws IOException {
        try (Pair pair = connect()) {
            send(pair.client(), "to the server");
            send(pair.server(), "to the client");

            assertThat(receive(pair.server(), 13)).isEqualTo("to the server");
            assertThat(receive(pair.client(), 13)).isEqualTo("to the client");
            pair.client().shutdownOutput();
            assertThat(pair.server().getInputStream().read()).isEqualTo(-1);
            send(pair.server(), "after the half-close");
            assertThat(receive(pair.client(), 20)).isEqualTo("after the half-close");
        }
        await().atMost(SOON).until(() -> proxy.connections() == 0);
    }

    @Test
    void passesAResetOnAsAReset() throws IOException {
        try (Pair pair = connect()) {
            pair.server().setSoLinger(true, 0);
            pair.server().close();

            assertThatThrownBy(() -> pair.client().getInputStream().read())
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void cutsBothSides() throws IOException {
        try (Pair pair = connect()) {
            assertThat(proxy.cut()).isEqualTo(1);

            assertThatThrownBy(() -> pair.client().getInputStream().read())
                    .isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> pair.server().getInputStream().read())
                    .isInstanceOf(SocketException.class);
        }
        connect().close();
    }

    @Test
    void refusesWhileItIsToldTo() throws IOException {
        proxy.refuse(true);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.setSoTimeout(SOON_MILLIS);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class);
        }
        proxy.refuse(false);

        connect().close();
    }

    @Test
    void looksLikeNobodyListeningWhenTheTargetIsAway() throws IOException {
        target.close();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.setSoTimeout(SOON_MILLIS);

            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void holdsBackOneWayAndDeliversLate() throws IOException {
        try (Pair pair = connect()) {
            List<ProxyLink> stuck = proxy.halfOpen(EnumSet.of(Direction.TO_SERVER));
            send(pair.client(), "late");
            send(pair.server(), "at once");

            assertThat(receive(pair.client(), 7)).isEqualTo("at once");
            assertThat(isSilent(pair.server())).isTrue();
            stuck.forEach(ProxyLink::release);
            assertThat(receive(pair.server(), 4)).isEqualTo("late");
            send(pair.client(), "ly");
            assertThat(receive(pair.server(), 2)).isEqualTo("ly");
        }
    }

    @Test
    void keepsTheOtherSideOpenWhenOneGivesUp() throws IOException {
        try (Pair pair = connect();
                Pair later = connectAfter(EnumSet.allOf(Direction.class))) {
            List<ProxyLink> stuck = stuck();
            send(pair.client(), "last words");
            assertThat(stuck.get(0).awaitClientLeft(0)).isFalse();
            pair.client().close();

            assertThat(stuck.get(0).awaitClientLeft(SOON.toSeconds())).isTrue();
            assertThat(isSilent(pair.server())).isTrue();
            send(later.client(), "x");
            assertThat(receive(later.server(), 1)).isEqualTo("x");
            stuck.get(0).release();
            assertThat(receive(pair.server(), 10)).isEqualTo("last words");
            assertThat(pair.server().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void tricklesAndLosesNothing() throws IOException {
        try (Pair pair = connect()) {
            proxy.trickle(true);
            send(pair.client(), "x".repeat(5_000));
            assertThat(receive(pair.server(), 5_000)).isEqualTo("x".repeat(5_000));
            proxy.trickle(false);
            send(pair.client(), "fast again");
            assertThat(receive(pair.server(), 10)).isEqualTo("fast again");
        }
    }

    private List<ProxyLink> lastStuck = List.of();

    private Pair connectAfter(EnumSet<Direction> blocked) throws IOException {
        lastStuck = proxy.halfOpen(blocked);
        return connect();
    }

    private List<ProxyLink> stuck() {
        assertThat(lastStuck).hasSize(1);
        return lastStuck;
    }

    private Pair connect() throws IOException {
        int before = proxy.connections();
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket server = target.accept();
        client.setSoTimeout(SOON_MILLIS);
        server.setSoTimeout(SOON_MILLIS);
        await().atMost(SOON).until(() -> proxy.connections() > before);
        return new Pair(client, server);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    private static boolean isSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(SOON_MILLIS);
        }
    }
}

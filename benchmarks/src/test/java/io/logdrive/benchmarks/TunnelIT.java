package io.logdrive.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the tunnel carries: bytes, the end of a direction, a reset. */
@Timeout(60)
class TunnelIT {
    @Test
    void carriesBytesAndTheEndOfEachDirection() throws IOException {
        try (ServerSocket far = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Tunnel tunnel = Tunnel.to(far.getLocalPort(), SocketFactory.getDefault());
                Socket near = new Socket(InetAddress.getLoopbackAddress(), tunnel.port());
                Socket taken = far.accept()) {
            near.getOutputStream().write("lines".getBytes(UTF_8));
            near.shutdownOutput();
            assertThat(taken.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("lines");

            taken.getOutputStream().write("answer".getBytes(UTF_8));
            taken.shutdownOutput();

            assertThat(near.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("answer");
        }
    }

    @Test
    void carriesAResetAsOne() throws IOException {
        try (ServerSocket far = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Tunnel tunnel = Tunnel.to(far.getLocalPort(), SocketFactory.getDefault());
                Socket near = new Socket(InetAddress.getLoopbackAddress(), tunnel.port())) {
            Socket taken = far.accept();
            taken.setSoLinger(true, 0);
            taken.close();

            assertThatThrownBy(() -> near.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }
}

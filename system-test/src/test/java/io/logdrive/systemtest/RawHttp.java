package io.logdrive.systemtest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that no HTTP client would send. Thread-safe. */
final class RawHttp {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int SLOW_MILLIS = 120_000;

    private RawHttp() {}

    /** All that is answered, or what is until nothing comes any more. */
    static String ask(int port, String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A POST of JSON from another address of this machine, as {@code 127.0.0.2}. */
    static String post(String from, int port, String path, String json) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(SLOW_MILLIS);
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            String head =
                    String.join(
                            "\r\n",
                            "POST " + path + " HTTP/1.1",
                            "Host: 127.0.0.1:" + port,
                            "Content-Type: application/json",
                            "Content-Length: " + body.length,
                            "Connection: close",
                            "",
                            "");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A GET of exactly that target. */
    static String get(int port, String target, String... headers) throws IOException {
        String[] lines = new String[headers.length + 2];
        lines[0] = "GET " + target + " HTTP/1.1";
        lines[1] = "Host: 127.0.0.1:" + port;
        System.arraycopy(headers, 0, lines, 2, headers.length);
        return ask(port, lines);
    }

    /** The status of an answer; 0 when there is none. */
    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }
}

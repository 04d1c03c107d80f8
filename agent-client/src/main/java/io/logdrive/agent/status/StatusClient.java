package io.logdrive.agent.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.agent.send.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** Asks an agent how it is. Thread-safe. */
public final class StatusClient {
    private static final int TIMEOUT_MILLIS = 5_000;

    /** Nobody's answer is longer. */
    private static final int ANSWER_BYTES_MAX = 16 << 20;

    private StatusClient() {}

    /**
     * What {@code /status} says.
     *
     * @throws IOException when nobody answers there
     */
    public static String ask(Server address) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection)
                        URI.create("http://" + address + "/status").toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream answer = connection.getInputStream()) {
            return new String(answer.readNBytes(ANSWER_BYTES_MAX), UTF_8);
        }
    }

    /**
     * Looks whether an agent could answer there: the port is free, or an agent has it already.
     *
     * @return whether it is free
     * @throws IOException when somebody else has it, or it cannot be bound
     */
    public static boolean probe(Server address) throws IOException {
        InetAddress host = InetAddress.getByName(address.host());
        try (ServerSocket free = new ServerSocket(address.port(), 0, host)) {
            return free.isBound();
        } catch (IOException e) {
            if (isAgent(address)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isAgent(Server address) {
        try {
            return ask(address).startsWith(StatusText.BEGINNING);
        } catch (IOException e) {
            return false;
        }
    }
}

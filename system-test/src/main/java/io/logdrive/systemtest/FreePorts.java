package io.logdrive.systemtest;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses ports that nobody uses, below those the system gives to outgoing connections: one of
 * these could take a port between its choice and its use. Thread-safe.
 */
final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final Set<Integer> CHOSEN = new HashSet<>();

    private FreePorts() {}

    /** A port that was free and has not been chosen before. */
    static synchronized int next() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (!CHOSEN.contains(port) && isFree(port)) {
                CHOSEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException(
                "ports: expected a free one in " + FIRST + ".." + LAST + ", found none");
    }

    /** Whether nothing listens on it on any address, neither by TCP nor by UDP. */
    static boolean isFree(int port) {
        try (ServerSocket any = new ServerSocket()) {
            any.setReuseAddress(true);
            any.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            return false;
        }
        try (DatagramSocket any = new DatagramSocket(port)) {
            any.getLocalPort();
        } catch (IOException e) {
            return false;
        }
        try (ServerSocket loopback = new ServerSocket()) {
            loopback.setReuseAddress(true);
            loopback.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

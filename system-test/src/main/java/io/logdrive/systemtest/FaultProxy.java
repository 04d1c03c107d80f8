package io.logdrive.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on this machine that can be told to misbehave as networks do.
 *
 * <p>Thread-safe.
 */
final class FaultProxy implements AutoCloseable {
    /** Which bytes. Immutable. */
    enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private static final int CONNECT_MILLIS = 2_000;

    private final String name;
    private final int target;
    private final ServerSocket listener;
    private final List<ProxyLink> links = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile boolean trickling;

    private FaultProxy(String name, int target, ServerSocket listener) {
        this.name = name;
        this.target = target;
        this.listener = listener;
    }

    /** Passes on to {@code target}, from a port of its own. */
    static FaultProxy start(String name, int target) {
        return start(name, FreePorts.next(), target);
    }

    static FaultProxy start(String name, int port, int target) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            FaultProxy proxy = new FaultProxy(name, target, listener);
            proxy.daemon("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot listen", e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections that are open on at least one side. */
    int connections() {
        return links().size();
    }

    /** Resets both sides of every connection. */
    int cut() {
        List<ProxyLink> cut = links();
        cut.forEach(ProxyLink::reset);
        return cut.size();
    }

    /** From now on new connections are reset at once, or no longer so. */
    void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** From now on bytes are passed on one by one, or no longer so. */
    void trickle(boolean trickle) {
        trickling = trickle;
    }

    /**
     * The connections that are open now pass nothing on any more in these directions, and stay open
     * until {@link ProxyLink#release}; later ones pass.
     */
    List<ProxyLink> halfOpen(Set<Direction> blocked) {
        List<ProxyLink> stuck = links().stream().filter(ProxyLink::isWhole).toList();
        stuck.forEach(link -> link.block(blocked));
        return stuck;
    }

    @Override
    public void close() {
        refusing = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        cut();
    }

    boolean isTrickling() {
        return trickling;
    }

    /** Runs {@code task} on a thread that does not keep the JVM alive. */
    void daemon(String task, Runnable work) {
        Thread thread = new Thread(work, name + "-" + task);
        thread.setDaemon(true);
        thread.start();
    }

    private List<ProxyLink> links() {
        links.removeIf(ProxyLink::isOver);
        return List.copyOf(links);
    }

    private void accept() {
        while (!listener.isClosed()) {
            Socket client = accepted();
            if (client != null) {
                daemon("connect", () -> connect(client));
            }
        }
    }

    /** The next connection; null when there is none, be it because this is closed. */
    private @Nullable Socket accepted() {
        try {
            return listener.accept();
        } catch (IOException e) {
            return null;
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        ProxyLink link = new ProxyLink(this, client, server);
        if (refusing) {
            link.reset();
            return;
        }
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), target),
                    CONNECT_MILLIS);
        } catch (IOException e) {
            // What a client sees when nobody listens at the target: a connection that is refused.
            link.reset();
            return;
        }
        links.add(link);
        link.run();
        if (refusing) {
            link.reset();
        }
    }
}

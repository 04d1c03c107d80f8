package io.logdrive.agent.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.logdrive.agent.send.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code GET /status} and {@code GET /metrics} (Prometheus' text format 0.0.4) on one
 * thread, {@code agent-status}.
 *
 * <p>Thread-safe.
 */
public final class StatusServer implements AutoCloseable {
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final HttpServer server;
    private final ExecutorService thread;

    private StatusServer(HttpServer server, ExecutorService thread) {
        this.server = server;
        this.thread = thread;
    }

    /**
     * Begins to answer.
     *
     * @param status what {@code /status} says
     * @param metrics what {@code /metrics} says
     * @throws IOException when the address cannot be bound
     */
    public static StatusServer open(
            Server address, Supplier<String> status, Supplier<String> metrics) throws IOException {
        // A client that says nothing must not keep the one thread.
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("sun.net.httpserver.maxRspTime", "5");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
        ExecutorService thread =
                Executors.newSingleThreadExecutor(
                        work -> {
                            Thread created = new Thread(work, "agent-status");
                            created.setDaemon(true);
                            return created;
                        });
        server.setExecutor(thread);
        server.createContext(
                "/",
                exchange -> {
                    switch (exchange.getRequestURI().getPath()) {
                        case "/", "/status" -> answer(exchange, OK, PLAIN, status);
                        case "/metrics" -> answer(exchange, OK, METRICS, metrics);
                        default ->
                                answer(
                                        exchange,
                                        NOT_FOUND,
                                        PLAIN,
                                        () -> "expected /status or /metrics\n");
                    }
                });
        server.start();
        return new StatusServer(server, thread);
    }

    private static void answer(HttpExchange exchange, int code, String type, Supplier<String> text)
            throws IOException {
        try (exchange) {
            boolean get = exchange.getRequestMethod().equals("GET");
            byte[] body = (get ? text.get() : "expected GET\n").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(get ? code : NOT_ALLOWED, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** The port it is bound to. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}

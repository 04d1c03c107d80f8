package io.logdrive.agent;

import io.logdrive.agent.send.SendConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where lines are sent and how the run ends. Confined to the main thread. */
final class SendOptions {
    static final String HEADING = "Where to, and how it ends:";

    /** Buffers for the longest lines of all connections stay within this. */
    static final long BUFFERS_BYTES_MAX = 32L * 1024 * 1024;

    private static final int PORT_MAX = 65_535;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = {"The server.", "Default: 127.0.0.1"})
    String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = {"Its port for plain lines.", "Default: 5170"})
    int port = 5170;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = {
                "How many connections the lines are dealt out to, 1..10000.",
                "Default: 1"
            })
    int connections = 1;

    @Option(
            names = "--confirm-timeout",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = {
                "How long to wait at the end for the server to confirm; after Ctrl+C at most 10s.",
                "Default: 60s"
            })
    Duration confirmTimeout = Duration.ofSeconds(60);

    @Option(
            names = "--summary-json",
            paramLabel = "FILE",
            description = {
                "Write the summary to FILE, too, as one JSON object in one line; - is standard"
                        + " output, and all else goes to standard error then.",
                "Default: none"
            })
    @Nullable String summaryJson;

    void check(int lineBytesMax, List<String> problems) {
        if (port < 1 || port > PORT_MAX) {
            problems.add("--port: expected 1.." + PORT_MAX + ", found " + port);
        }
        if (connections < 1 || connections > SendConfig.CONNECTIONS_MAX) {
            problems.add(
                    "--connections: expected 1.."
                            + SendConfig.CONNECTIONS_MAX
                            + ", found "
                            + connections);
        } else if ((long) connections * lineBytesMax > BUFFERS_BYTES_MAX) {
            problems.add(
                    "--connections times --line-bytes: expected at most "
                            + BUFFERS_BYTES_MAX
                            + ", found "
                            + (long) connections * lineBytesMax);
        }
        if (problems.isEmpty() && new InetSocketAddress(host, port).isUnresolved()) {
            problems.add("--host: expected a name that resolves, found " + host);
        }
    }
}

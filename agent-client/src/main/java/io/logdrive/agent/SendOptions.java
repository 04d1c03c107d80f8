package io.logdrive.agent;

import io.logdrive.agent.send.AckConfig;
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
            description = {"Its port.", "Default: 5170"})
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
                "How long to wait at the end for the server to confirm, with --ack for its next"
                        + " acknowledgement; after Ctrl+C at most 10s.",
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

    @Option(
            names = "--ack",
            description = {
                "Send by the Forward protocol and have each chunk of lines acknowledged; what is"
                        + " not is sent again, for as long as it takes."
            })
    boolean ack;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = {
                "With --ack, how many chunks of a connection may be unacknowledged, 1..1000.",
                "Default: 32, fewer where connections are many"
            })
    @Nullable Integer window;

    @Option(
            names = "--position",
            paramLabel = "FILE",
            description = {
                "With --ack and --numbered, keep in FILE what is sent and acknowledged, and go on"
                        + " from there; --lines then counts the lines of all runs.",
                "Default: none"
            })
    @Nullable String position;

    /** Null: plain lines. */
    @Nullable AckConfig ackOrNull(int lineBytesMax) {
        if (!ack) {
            return null;
        }
        return AckConfig.of(
                window == null ? AckConfig.windowDefault(connections, lineBytesMax) : window);
    }

    void check(GenerateOptions generate, List<String> problems) {
        check(generate.lineBytesMax(), problems);
        if (window != null && !ack) {
            problems.add("--window: expected with --ack, found without");
        }
        if (position != null && (!ack || generate.numbered == null)) {
            problems.add("--position: expected with --ack and --numbered, found without");
        }
        if (ack && problems.isEmpty()) {
            checkWindow(generate.lineBytesMax(), problems);
        }
    }

    private void checkWindow(int lineBytesMax, List<String> problems) {
        int chunks = window == null ? AckConfig.windowDefault(connections, lineBytesMax) : window;
        long bytes = (long) connections * chunks * AckConfig.chunkBytesLeast(lineBytesMax);
        if (chunks < 1 || chunks > AckConfig.WINDOW_MAX) {
            problems.add("--window: expected 1.." + AckConfig.WINDOW_MAX + ", found " + chunks);
        } else if (bytes > AckConfig.WINDOWS_BYTES_MAX) {
            problems.add(
                    "--connections times --window times a chunk of one line: expected at most "
                            + AckConfig.WINDOWS_BYTES_MAX
                            + ", found "
                            + bytes);
        }
    }

    private void check(int lineBytesMax, List<String> problems) {
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

package io.logdrive.agent;

import io.logdrive.agent.send.Server;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where events go. Confined to the main thread. */
final class UplinkOptions {
    static final String HEADING = "Where to:";

    private static final String SERVER_DEFAULT = "127.0.0.1:5170";
    private static final int PORT_MAX = 65_535;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = {
                "Where ingest listens; repeatable: the next is tried when one cannot be reached.",
                "Default: " + SERVER_DEFAULT
            })
    List<String> servers = new ArrayList<>();

    /** Where to; what is wrong with it is added to {@code problems}. */
    List<Server> servers(List<String> problems) {
        List<Server> all = new ArrayList<>();
        for (String text : servers.isEmpty() ? List.of(SERVER_DEFAULT) : servers) {
            int colon = text.lastIndexOf(':');
            String port = text.substring(colon + 1);
            if (colon < 1 || !port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > PORT_MAX) {
                problems.add("--server: expected HOST:PORT, found " + text);
            } else {
                all.add(new Server(text.substring(0, colon), Integer.parseInt(port)));
            }
        }
        return all;
    }
}

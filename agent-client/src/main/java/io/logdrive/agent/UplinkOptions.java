package io.logdrive.agent;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where events go. Confined to the main thread. */
final class UplinkOptions {
    static final String HEADING = "Where to:";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = {
                "Where ingest listens; repeatable: the next is tried when one cannot be reached.",
                "Default: 127.0.0.1:5170"
            })
    List<String> servers = new ArrayList<>();
}

package io.logdrive.agent.config;

import io.logdrive.agent.send.Server;
import io.logdrive.agent.send.UplinkConfig;
import java.util.List;

/** Reads where events go. Thread-safe. */
final class UplinkSettings {
    private static final String SERVER_DEFAULT = "127.0.0.1:5170";

    private UplinkSettings() {}

    static UplinkConfig read(Settings settings) {
        List<String> servers =
                settings.has("server") ? settings.texts("server") : List.of(SERVER_DEFAULT);
        return UplinkConfig.of(settings.parsedAll("server", servers, Server::parse));
    }
}

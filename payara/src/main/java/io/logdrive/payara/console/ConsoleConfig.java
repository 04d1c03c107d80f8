package io.logdrive.payara.console;

import io.logdrive.payara.ConfigurationReader;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the console finds the other WAR.
 *
 * <p>Immutable.
 *
 * @param here the WAR that serves it, {@code ingest} or {@code destination}
 * @param other a path of the same server, or a whole URL where the other one runs apart
 */
public record ConsoleConfig(String here, String other) {
    /**
     * Reads {@code console.OTHER}; a problem stays with the reader.
     *
     * @param here the name of this WAR
     * @param other the name of the other one
     */
    public static ConsoleConfig read(ConfigurationReader reader, String here, String other) {
        String key = "console." + other;
        String address = reader.text(key, "/" + other + "/");
        if (!isPath(address) && !isUrl(address)) {
            reader.refuse(key, "/path/ of this server or https://host:port/path/", address);
        }
        return new ConsoleConfig(here, address);
    }

    private static boolean isPath(String address) {
        return address.matches("/([A-Za-z0-9._~-]+/)*");
    }

    private static boolean isUrl(String address) {
        URI uri = uri(address);
        return uri != null
                && address.matches("https?://.*/")
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

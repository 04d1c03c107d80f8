package io.logdrive.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.agent.send.Server;
import io.logdrive.agent.send.SharedKeyConfig;
import io.logdrive.agent.send.TlsConfig;
import io.logdrive.agent.send.UplinkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads where events go, and how the way there is protected. Confined to one thread. */
final class UplinkSettings {
    private static final String SERVER_DEFAULT = "127.0.0.1:5170";
    private static final String TLS = "tls";
    private static final String CA = "tls-ca";
    private static final String CERTIFICATE = "tls-certificate";
    private static final String KEY = "tls-key";
    private static final String SHARED_KEY = "shared-key-file";
    private static final int SECRET_BYTES_MAX = 4_096;

    private final Settings settings;
    private final String machine;

    /**
     * @param machine what this machine calls itself
     */
    UplinkSettings(Settings settings, String machine) {
        this.settings = settings;
        this.machine = machine;
    }

    UplinkConfig config() {
        List<String> servers =
                settings.has("server") ? settings.texts("server") : List.of(SERVER_DEFAULT);
        if (servers.isEmpty()) {
            settings.problem("server", "expected at least one, found none");
        }
        UplinkConfig config =
                UplinkConfig.of(
                        settings.parsedAll("server", servers, Server::parse),
                        tls(),
                        settings.parsedOrNull(SHARED_KEY, this::sharedKey),
                        settings.flag("gzip"),
                        UplinkConfig.BYTES_MAX_DEFAULT);
        config.problems().forEach(this::problem);
        return config;
    }

    /** Whoever names one of its files wants it. */
    private @Nullable TlsConfig tls() {
        boolean wanted =
                settings.text(TLS) != null
                        ? settings.flag(TLS)
                        : Stream.of(CA, CERTIFICATE, KEY).anyMatch(settings::has);
        TlsConfig tls = new TlsConfig(path(CA), path(CERTIFICATE), path(KEY));
        return wanted ? tls : null;
    }

    private @Nullable Path path(String key) {
        return settings.parsedOrNull(key, ConfigSource::path);
    }

    /** A secret is neither on a command line nor in an environment that others may read. */
    private SharedKeyConfig sharedKey(String path) {
        try {
            Path file = ConfigSource.path(path);
            if (Files.size(file) > SECRET_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "expected a file of at most 4096 bytes, found " + Files.size(file));
            }
            String key = Files.readString(file, UTF_8).strip();
            // Not as the machine: a server there may be called so, and is refused then.
            return SharedKeyConfig.of(key, "agent." + machine);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "expected a file in UTF-8 that can be read, found " + e, e);
        }
    }

    /** What is wrong with a file is said of the key that names it. */
    private void problem(String problem) {
        for (String key : List.of(CA, CERTIFICATE, KEY)) {
            String what = key.replace('-', ' ');
            if (problem.startsWith(what)) {
                settings.problems().add(settings.where(key) + problem.substring(what.length()));
                return;
            }
        }
        settings.problems().add(settings.where(SHARED_KEY) + ": " + problem);
    }
}

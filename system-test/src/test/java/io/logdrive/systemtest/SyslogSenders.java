package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs by which people send syslog, as plain processes: {@code logger}, rsyslogd and
 * syslog-ng. Where one is not installed its test is skipped.
 *
 * <p>Confined to the thread of the test.
 */
final class SyslogSenders {
    private static final Path LOGGER = Path.of("/usr/bin/logger");
    private static final Path RSYSLOGD = Path.of("/usr/sbin/rsyslogd");
    private static final Path RSYSLOG_TLS =
            Path.of("/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_ossl.so");

    /** The root of an unpacked Debian package, which conflicts with rsyslog's; else the system. */
    private static final Path SYSLOG_NG_ROOT = syslogNgRoot();

    private static final Path SYSLOG_NG = SYSLOG_NG_ROOT.resolve("usr/sbin/syslog-ng");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder;

    private static Path syslogNgRoot() {
        // As system-test/debian leaves it.
        Path unpacked = Path.of("target/syslog-ng").toAbsolutePath();
        String otherwise = Files.exists(unpacked) ? unpacked.toString() : "/";
        return Path.of(System.getProperty("logdrive.systemtest.syslog-ng", otherwise));
    }

    /** Configurations and logs are in {@code folder}, sockets in a short path of their own. */
    SyslogSenders(Path folder) {
        this.folder = folder;
    }

    /** Runs {@code logger}, in the zone that times without one are taken for. */
    void logger(String... arguments) {
        there(LOGGER);
        List<String> command =
                new ArrayList<>(List.of("env", "TZ=UTC", "LC_ALL=C.UTF-8", LOGGER.toString()));
        command.addAll(List.of(arguments));
        GuardedProcess logger =
                GuardedProcess.start("logger", command, folder, folder.resolve("logger.log"));
        assertThat(logger.awaitExit(SOON)).as(logger::tail).isZero();
    }

    /** Starts rsyslogd with a source of its own in front of {@code rules}; answers its socket. */
    Path rsyslogd(String rules) {
        there(RSYSLOGD);
        Path socket = socket("rsyslog");
        Path configuration =
                write(
                        "rsyslog.conf",
                        "global(workDirectory=\""
                                + folder
                                + "\")\nmodule(load=\"imuxsock\" SysSock.Use=\"off\")\n"
                                + "input(type=\"imuxsock\" Socket=\""
                                + socket
                                + "\")\n"
                                + rules);
        start(
                "rsyslogd",
                socket,
                List.of(
                        "env",
                        "TZ=UTC",
                        RSYSLOGD.toString(),
                        "-n",
                        "-iNONE",
                        "-f",
                        configuration.toString()));
        return socket;
    }

    /** Whether rsyslogd can speak TLS. */
    static void assumeRsyslogTls() {
        there(RSYSLOG_TLS);
    }

    /** Starts syslog-ng with a source {@code own} in front of {@code rules}; its socket. */
    Path syslogNg(String rules) {
        there(SYSLOG_NG);
        Path socket = socket("syslog-ng");
        Path configuration =
                write(
                        "syslog-ng.conf",
                        "@version: 3.38\noptions { stats-freq(0); };\n"
                                + "source own { unix-dgram(\""
                                + socket
                                + "\"); };\n"
                                + rules);
        Path libraries = SYSLOG_NG_ROOT.resolve("usr/lib");
        start(
                "syslog-ng",
                socket,
                List.of(
                        "env",
                        "TZ=UTC",
                        "LD_LIBRARY_PATH="
                                + libraries.resolve("syslog-ng")
                                + ":"
                                + libraries.resolve("x86_64-linux-gnu")
                                + ":"
                                + SYSLOG_NG_ROOT.resolve("lib/x86_64-linux-gnu"),
                        SYSLOG_NG.toString(),
                        "--foreground",
                        "--no-caps",
                        "--cfgfile=" + configuration,
                        "--module-path=" + libraries.resolve("syslog-ng/3.38"),
                        "--persist-file=" + folder.resolve("syslog-ng.persist"),
                        "--pidfile=" + folder.resolve("syslog-ng.pid"),
                        "--control=" + socket.resolveSibling("control")));
        return socket;
    }

    private void start(String name, Path socket, List<String> command) {
        GuardedProcess process =
                GuardedProcess.start(name, command, folder, folder.resolve(name + ".log"));
        await(name + " listens")
                .atMost(SOON)
                .until(() -> Files.exists(socket) || !process.isAlive());
        assertThat(process.isAlive()).as(process::tail).isTrue();
    }

    private static Path socket(String name) {
        try {
            // A socket's path has 107 bytes at most.
            return Files.createTempDirectory(name).resolve("log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void there(Path file) {
        assumeTrue(Files.exists(file), file + ": expected to be there, found nothing");
    }
}

package io.logdrive.ingest;

import io.logdrive.ingest.forward.ScriptedDestination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Chooses ports and a data directory for the container before Arquillian reads its configuration,
 * and stands in for the destination.
 */
public final class PayaraMicroExtension implements AfterAllCallback {
    private static final String DATA = "target/it-data";

    private final ScriptedDestination destination;
    private final int intakePort;

    PayaraMicroExtension() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            destination = new ScriptedDestination(0);
            intakePort = free.getLocalPort();
            setProperties();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setProperties() throws IOException {
        Path data = Files.createTempDirectory(Files.createDirectories(Path.of(DATA)), "run");
        Path preboot = data.resolve("preboot.txt");
        Files.writeString(
                preboot,
                "set configs.config.server-config.network-config.network-listeners"
                        + ".network-listener.http-listener.address=127.0.0.1\n");
        System.setProperty("logdrive.test.micro-jar", "../payara/target/payara-micro.jar");
        System.setProperty("logdrive.test.preboot-file", preboot.toAbsolutePath().toString());
        System.setProperty(
                "logdrive.test.jvm-options",
                String.join(
                        " ",
                        "-Xmx512m",
                        "-Dlogdrive.ingest.listen.address=127.0.0.1:" + intakePort,
                        "-Dlogdrive.ingest.listen.syslog-udp.address=127.0.0.1:0",
                        "-Dlogdrive.ingest.forward.address=127.0.0.1:"
                                + destination.address().getPort(),
                        "-Dlogdrive.ingest.batch.age-max=PT0.3S",
                        "-Dlogdrive.ingest.queue.password=open-sesame",
                        "-Dlogdrive.ingest.queue.disk-free-min=16MiB",
                        "-Dlogdrive.ingest.queue.disk-ballast=1MiB",
                        "-Dlogdrive.ingest.data=" + data.toAbsolutePath()));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        destination.close();
    }

    ScriptedDestination destination() {
        return destination;
    }

    int intakePort() {
        return intakePort;
    }
}

package io.logdrive.payara.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.logging.LogManager;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * Starts the broker that {@code payara/broker.xml} describes and runs until it is told to stop.
 *
 * <p>Confined to the main thread, but for the shutdown hook.
 */
public final class BrokerProcess {
    private static final String ROLE = "logdrive";
    private static final int PASSWORD_BYTES = 24;
    private static final String LOGGING =
            """
            handlers=java.util.logging.ConsoleHandler
            .level=WARNING
            org.apache.activemq.audit.level=OFF
            java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n
            """;

    private BrokerProcess() {}

    /**
     * Takes its options as the system properties {@code logdrive.broker.…}: {@code configuration},
     * {@code data}, {@code port}, {@code user}, {@code password-file}.
     */
    public static void main(String[] arguments) {
        try {
            run();
        } catch (Exception e) {
            System.err.println("broker: " + e.getMessage());
            // Artemis' threads would keep the process.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run() throws Exception {
        try (InputStream logging = new ByteArrayInputStream(LOGGING.getBytes(UTF_8))) {
            LogManager.getLogManager().readConfiguration(logging);
        }
        Path data = Path.of(option("data"));
        Files.createDirectories(data);
        FileLock lock = lock(data.resolve("broker.lock"));
        Path passwordFile = Path.of(option("password-file"));
        ActiveMQServer server = server(option("user"), password(passwordFile));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, lock), "broker-stop"));
        server.start();
        if (!server.isActive()) {
            throw new IllegalStateException(
                    "expected to be active, found " + server.getState() + "; its log is above");
        }
        System.out.println(
                "Broker is ready: tcp://127.0.0.1:"
                        + option("port")
                        + " user="
                        + option("user")
                        + " password-file="
                        + passwordFile
                        + " data="
                        + data);
    }

    private static ActiveMQServer server(String user, String password) throws Exception {
        FileConfiguration configuration = new FileConfiguration();
        new FileDeploymentManager(Path.of(option("configuration")).toUri().toString())
                .addDeployable(configuration)
                .readConfiguration();
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(user, password);
        users.addRole(user, ROLE);
        return new ActiveMQServerImpl(
                configuration,
                new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    }

    /** Two processes on one journal would destroy it. */
    private static FileLock lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            throw new IllegalStateException(
                    "--data: expected a folder that no other broker uses, found "
                            + file.getParent()
                            + " in use");
        }
        return lock;
    }

    /** The content of the file, which is made with a random one when it is not there. */
    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
        }
        String password = Files.readString(file).strip();
        if (password.isEmpty()) {
            throw new IllegalStateException(
                    "--password-file: expected a password in " + file + ", found nothing");
        }
        return password;
    }

    private static void stop(ActiveMQServer server, FileLock lock) {
        try {
            server.stop();
            lock.close();
            System.out.println("Broker has stopped.");
            System.out.flush();
            // The JVM would report the signal, not that the stop was in order.
            Runtime.getRuntime().halt(0);
        } catch (Exception e) {
            System.err.println("broker: cannot stop: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static String option(String name) {
        String value = System.getProperty("logdrive.broker." + name);
        if (value == null) {
            throw new IllegalStateException("logdrive.broker." + name + ": expected a value");
        }
        return value;
    }
}

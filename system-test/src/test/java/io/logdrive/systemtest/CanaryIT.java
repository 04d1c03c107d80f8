package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.payara.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets of every kind are configured and shown, right and wrong, and then looked for wherever
 * somebody may look.
 */
@ExtendWith(ProcessLogs.class)
class CanaryIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int START_FAILED = 3;
    private static final String STATEMENT = "INSERT INTO copy (line) VALUES (:message)";

    private final Canaries canaries = new Canaries();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final FakeProvider provider = FakeProvider.start();
    private Future<?> watching;

    @BeforeEach
    void watchTheProcesses() {
        watching =
                watch.scheduleWithFixedDelay(
                        canaries::lookAtProcesses, 0, 100, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stopWatching() {
        assertThat(watching).isNotDone();
        watch.shutdownNow();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment", "files"})
    void showsNoSecretThatIsConfiguredOrShown(String by) throws Exception {
        Path folder = Folders.fresh("CanaryIT-" + by);
        boolean files = by.equals("files");
        String queue = canaries.add("queue.password");
        ExternalBroker broker = new ExternalBroker(folder).password(queue).start();
        CanarySite site = new CanarySite(folder, canaries);
        String forward = canaries.add("forward.shared-key");
        String intake = canaries.add("listen.shared-key");
        String wrong = canaries.add("a wrong shared key");
        site.secret("logdrive.destination.database.password", canaries.add("database"), files)
                .secret("logdrive.destination.receive.shared-key", forward, files)
                .secret("logdrive.ingest.forward.shared-key", forward, files)
                .secret("logdrive.ingest.listen.shared-key", intake, files);
        if (files) {
            site.set("logdrive.ingest.queue.url", broker.url())
                    .set("logdrive.ingest.queue.user", "logdrive")
                    .secret("logdrive.ingest.queue.password", queue, true);
        } else {
            // A database that there is not, for its consumer to complain of again and again.
            site.set("logdrive.ingest.consumers", "jdbc")
                    .set("logdrive.ingest.consumer.jdbc.url", "jdbc:nothing://127.0.0.1:1/x")
                    .set("logdrive.ingest.consumer.jdbc.user", "copier")
                    .set("logdrive.ingest.consumer.jdbc.statement", STATEMENT)
                    .secret(
                            "logdrive.ingest.consumer.jdbc.password",
                            canaries.add("consumer.jdbc.password"),
                            false);
        }
        String openId = "logdrive.destination.openid.";
        site.set(openId + "issuer", provider.issuer())
                .set(openId + "client-id", FakeProvider.CLIENT)
                .set(
                        openId + "redirect-url",
                        "https://logs.example/destination/session/openid/back")
                .set(openId + "readers", "all")
                .secret(openId + "client-secret", canaries.add("openid.client-secret"), files);
        site.start();

        CanaryRequests requests = new CanaryRequests(site);
        requests.makeThePeople();
        requests.showAProviderTheClientSecretThatItRefuses(provider);
        assertThat(site.send(site.file("right", intake), "by the right key")).isZero();
        assertThat(site.send(site.file("wrong", wrong), "by a wrong key")).isNotZero();
        requests.awaitLine("by the right key");
        handshake(site);
        Server stranger = stranger(folder, site, broker, wrong);
        await("refused")
                .atMost(SOON)
                .until(() -> site.log().contains("tls-refused reason=shared-key"));
        requests.showAllThatIsWrong();
        requests.showToAnotherIngest(stranger.httpPort());
        site.certificates().cutInHalf("server.key");
        await("kept")
                .atMost(SOON)
                .until(() -> site.log().contains("certificate-kept port=receive"));
        requests.readEverything();
        canaries.look("thread dump", site.threads());
        site.stop();
        requests.askAnotherIngestWhileTheDestinationIsAway(stranger.httpPort());
        stranger.stop();
        startWithAWrongPassword(folder, site);

        lookAtLogsAnd(site.data(), folder);
        assertThat(canaries.seen()).isEmpty();
    }

    /** An ingest that shows the wrong secrets to the right destination and broker. */
    private Server stranger(Path folder, CanarySite site, ExternalBroker broker, String wrong)
            throws IOException {
        Path password = site.file("wrong-queue", canaries.add("a wrong queue.password"));
        Server stranger =
                new Server("stranger", folder.resolve("stranger"), Server.War.INGEST)
                        .forwardTo(site.receivePort())
                        .set("logdrive.ingest.forward.tls", "on")
                        .set(
                                "logdrive.ingest.forward.tls.ca",
                                site.certificates().file("ca.pem").toString())
                        .set(
                                "logdrive.ingest.forward.shared-key-file",
                                site.file("wrong-forward", wrong).toString())
                        .set("logdrive.ingest.queue.url", broker.url())
                        .set("logdrive.ingest.queue.user", "logdrive")
                        .set("logdrive.ingest.queue.password-file", password.toString())
                        .set(
                                "logdrive.ingest.access.url",
                                "http://127.0.0.1:" + site.httpPort() + "/destination");
        stranger.launch();
        await("the broker refuses the stranger")
                .atMost(SOON)
                .until(() -> stranger.log().contains("queue-connection-failed"));
        return stranger;
    }

    private void startWithAWrongPassword(Path folder, CanarySite site) throws IOException {
        String wrong = canaries.add("a wrong database.password");
        Server again =
                new Server("again", folder.resolve("again"), Server.War.DESTINATION)
                        .set("logdrive.destination.data", site.data().toString())
                        .set(
                                "logdrive.destination.database.password-file",
                                site.file("wrong-database", wrong).toString());
        assertThat(again.launch().awaitExit(SOON)).isEqualTo(START_FAILED);
        assertThat(again.log()).contains("destination cannot start: ");
    }

    @Test
    void showsNoSecretOfAConfigurationThatItRefuses() throws IOException {
        Path folder = Folders.fresh("CanaryIT-refused");
        Path both = Files.writeString(folder.resolve("both"), canaries.add("both, the file"));
        Path key =
                Files.writeString(
                        folder.resolve("key.pem"),
                        "-----BEGIN PRIVATE KEY-----\n"
                                + canaries.add("a damaged key")
                                + "\n-----END PRIVATE KEY-----\n");
        String known = canaries.add("with an unknown key");
        String url = canaries.add("in a URL");
        List<String> ingest =
                List.of(
                        "logdrive.ingest.listen.shared-key=" + canaries.add("both"),
                        "logdrive.ingest.listen.shared-key-file=" + both,
                        "logdrive.ingest.queue.passwort=" + known,
                        "logdrive.ingest.queue.url=vm://x?password=" + url,
                        "logdrive.ingest.access.url=http://admin:" + url + "@logs.example/d",
                        "logdrive.ingest.forward.shared-key=" + canaries.add("long").repeat(100),
                        "logdrive.ingest.listen.tls.certificate=" + key,
                        "logdrive.ingest.listen.tls.key=" + key);
        List<String> destination =
                List.of(
                        "logdrive.destination.database.password=" + canaries.add("both"),
                        "logdrive.destination.database.password-file=" + both,
                        "logdrive.destination.database.pasword=" + known,
                        "logdrive.destination.database.url=jdbc:postgresql://h/d?password=" + url,
                        "logdrive.destination.receive.tls.certificate=" + key,
                        "logdrive.destination.receive.tls.key=" + key);

        assertThat(refused(Server.War.INGEST, folder, ingest))
                .contains("listen.shared-key: expected either this or")
                .contains("ingest.queue.passwort: expected a known key");
        assertThat(refused(Server.War.DESTINATION, folder, destination))
                .contains("database.password: expected either this or")
                .contains("database.url: expected no user and no password in it");

        for (Server.War war : Server.War.values()) {
            canaries.look(folder.resolve(war.check()));
        }
        assertThat(canaries.seen()).isEmpty();
    }

    /** What it says before it ends. */
    private static String refused(Server.War war, Path folder, List<String> lines)
            throws IOException {
        Path config = Files.write(folder.resolve(war.check() + ".properties"), lines);
        Server server =
                new Server("refused", folder.resolve(war.check()), war)
                        .set("logdrive.config", config.toString());
        assertThat(server.launch().awaitExit(SOON)).isEqualTo(START_FAILED);
        return server.log();
    }

    /** Uses the key of HTTPS. */
    private static void handshake(CanarySite site) throws Exception {
        try (SSLSocket socket =
                (SSLSocket)
                        site.certificates()
                                .trusted()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", site.httpsPort())) {
            socket.startHandshake();
        }
    }

    private void lookAtLogsAnd(Path data, Path folder) throws IOException {
        canaries.look(data);
        canaries.look(folder.resolve("stranger"));
        canaries.look(folder.resolve("again"));
        for (String log : List.of("run.log", "agent.log", "jcmd.log", "broker-1.log")) {
            canaries.look(log, Files.readString(folder.resolve(log)));
        }
    }
}

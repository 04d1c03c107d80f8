package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The agent's acknowledged wire inside TLS, agent and ingest each with what users run. */
@ExtendWith(ProcessLogs.class)
class TlsIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int LINES = 5_000;

    private static Server server;
    private static Path certificate;

    @BeforeAll
    static void start() {
        Path folder = Folders.fresh(TlsIT.class);
        IntakeCertificate made = IntakeCertificate.make(folder);
        certificate = made.file();
        server =
                new Server("logdrive", folder, Server.War.values())
                        .set("logdrive.ingest.batch.age-max", "PT0.1S")
                        .set("logdrive.ingest.listen.tls.certificate", certificate.toString())
                        .set("logdrive.ingest.listen.tls.key", made.key().toString())
                        .start();
    }

    @Test
    void acknowledgesToAnAgentWhatItSends() {
        int status = pipe("inside tls", "--tls --tls-ca " + certificate);

        assertThat(status).isZero();
        server.messages().awaitCountWith("inside tls", LINES, SOON);
        JsonNode first = server.messages().with("inside tls", 1).path(0);
        assertThat(first.path("message").asText()).isEqualTo("inside tls 1");
    }

    @Test
    void stillTakesAnAgentWithoutTls() {
        int status = pipe("outside", "");

        assertThat(status).isZero();
        server.messages().awaitCountWith("outside", LINES, SOON);
    }

    /** Ends with 0 once all lines are acknowledged. */
    private static int pipe(String text, String options) {
        String command =
                "seq -f '"
                        + text
                        + " %.0f' "
                        + LINES
                        + " | "
                        + Artefacts.java()
                        + " -Xmx64m -jar "
                        + Artefacts.agent()
                        + " pipe --server 127.0.0.1:"
                        + server.intakePort()
                        + " "
                        + options;
        GuardedProcess agent =
                GuardedProcess.start(
                        "agent",
                        List.of("sh", "-c", command),
                        server.folder(),
                        server.folder().resolve("agent.log"));
        return agent.awaitExit(SOON);
    }
}

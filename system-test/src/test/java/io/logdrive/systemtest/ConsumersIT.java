package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Issue 7, "Shows": a second consumer that is stopped does not hold up the first; and the plug-in
 * of the documentation, compiled as a user would, works in the product.
 */
@ExtendWith(ProcessLogs.class)
class ConsumersIT {
    private static final long LINES = Long.getLong("logdrive.archive.lines", 600_000);
    private static final Duration SLACK = Duration.ofMinutes(5);

    private static Server server;
    private static Archive archive;
    private static Path inTheWay;
    private static Path errors;

    @BeforeAll
    static void start() throws IOException {
        server = Server.ofBoth(ConsumersIT.class);
        inTheWay = Files.writeString(server.folder().resolve("file"), "no folder");
        errors = server.folder().resolve("errors.log");
        Path plugIns = Files.createDirectories(server.folder().resolve("plug-ins"));
        makeExample(plugIns.resolve("errors-file.jar"));
        archive = new Archive(server, inTheWay.resolve("archive"));
        server.set("logdrive.ingest.consumers", "archive,errors-file")
                .set("logdrive.ingest.consumers-path", plugIns.toString())
                .set("logdrive.ingest.consumer.errors-file.file", errors.toString())
                .set(
                        "logdrive.ingest.consumer.archive.directory",
                        inTheWay.resolve("archive").toString());
        server.use(DatabaseKind.chosen().in(server.folder())).start();
    }

    @Test
    void goesOnWithTheOthersWhileOneConsumerIsStoppedAndShowsEachDepth() throws Exception {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            sender.send("{\"level\":\"info\",\"message\":\"fine\"}\n")
                    .send("{\"level\":\"error\",\"message\":\"broken\"}\n")
                    .halfClose()
                    .awaitEnd(SLACK);
        }
        long begin = System.nanoTime();
        AgentRun agent =
                server.agent("max", "--ack", "--lines", Long.toString(LINES), "--connections", "2");
        AgentRun.Summary summary = agent.await(SLACK);
        server.messages().awaitStored(LINES + 2, SLACK);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Figures.note("stored while the archive was stopped", LINES / seconds, "lines/s");
        server.queue().awaitEmpty(SLACK);

        assertThat(summary.exitStatus()).isZero();
        assertThat(archive.consumer("archive").path("state").asText()).isEqualTo("retrying");
        assertThat(archive.consumer("archive").path("reason").asText())
                .contains(inTheWay.toString());
        assertThat(depth("archive")).isEqualTo(LINES + 2);
        await().atMost(SLACK).until(() -> depth("errors-file") == 0);
        assertThat(Files.readString(errors)).containsOnlyOnce("Z broken\n").doesNotContain("fine");
        assertThat(depth("forward")).isZero();

        Files.delete(inTheWay);
        archive.awaitLines(LINES + 2, SLACK);
        await().atMost(SLACK).until(() -> depth("archive") == 0);
        assertThat(archive.answer().path("state").asText()).isEqualTo("running");
        server.stop();
        Archive.Contents contents = archive.read();
        assertThat(contents.faults()).isEmpty();
        assertThat(contents.lines()).isEqualTo(LINES + 2);
    }

    private static long depth(String consumer) {
        return archive.consumer(consumer).path("depth").path("lines").asLong(-1);
    }

    /** As docs/consumers.md says, against the jar of {@code wire} alone. */
    private static void makeExample(Path jar) throws IOException {
        Path example = Artefacts.ROOT.resolve("docs/examples/errors-file");
        Path classes = Files.createDirectories(jar.resolveSibling("classes"));
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                wire().toString(),
                                "-d",
                                classes.toString(),
                                example.resolve("ErrorsFile.java").toString());
        assertThat(status).as("javac").isZero();
        String services = "META-INF/services/io.logdrive.consumer.RecordConsumer";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            add(out, "example/ErrorsFile.class", classes.resolve("example/ErrorsFile.class"));
            add(out, services, example.resolve(services));
        }
    }

    private static void add(JarOutputStream out, String name, Path file) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(Files.readAllBytes(file));
        out.closeEntry();
    }

    private static Path wire() throws IOException {
        try (Stream<Path> files = Files.list(Artefacts.ROOT.resolve("wire/target"))) {
            return files.filter(
                            file ->
                                    file.getFileName()
                                            .toString()
                                            .matches("wire-[^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

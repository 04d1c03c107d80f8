package io.logdrive.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.shape.ShapeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents that were killed, and start with other settings: the checkpoint of one is copied while it
 * runs, as a kill would leave it. Confined.
 */
@Timeout(60)
class RecutIT {
    @TempDir Path folder;
    private final RecordingSink sent = new RecordingSink(false);
    private final RecordingSink again = new RecordingSink(true);
    private TailFixture agents;

    @BeforeEach
    void open() {
        agents = new TailFixture(folder);
    }

    @AfterEach
    void close() {
        agents.close();
    }

    private InputConfig lines() {
        return agents.input("*.log");
    }

    private InputConfig hashes() {
        return agents.input("*.log", TailFixture.HASH, ShapeConfig.NONE, 0);
    }

    /** What a server has in the end: of each sequence what came first. */
    private List<String> stored() {
        Map<String, String> all = new TreeMap<>(again.bySequence());
        all.putAll(sent.bySequence());
        return new ArrayList<>(all.values());
    }

    private void awaitStored(String... texts) {
        Awaitility.await().untilAsserted(() -> assertThat(stored()).containsExactly(texts));
    }

    /** An agent that sent that much, of which nothing was acknowledged, and was killed. */
    private void killed(InputConfig input, int events) throws Exception {
        Tailer first = agents.start("checkpoint", sent, input);
        Awaitility.await().until(() -> sent.texts().size() == events);
        Files.copy(agents.file("checkpoint"), agents.file("copied"));
        agents.end(first);
    }

    @Test
    void whatMayHaveBeenSentIsCutAsItWasAndWhatFollowsAsConfigured() throws Exception {
        agents.write("a.log", "#1\nx\n#2\n");
        killed(lines(), 3);

        agents.start("copied", again, hashes());
        awaitStored("#1", "x", "#2");
        Awaitility.await()
                .until(() -> agents.log().stream().anyMatch(l -> l.startsWith("file-recut ")));
        agents.write("a.log", "#3\ny\n#4\n");

        awaitStored("#1", "x", "#2", "#3\ny", "#4");
        assertThat(agents.log()).contains("file-recut path=" + agents.file("a.log") + " from=8");
    }

    @Test
    void eventsOfSeveralLinesAreCutSoOnceMoreBeforeTheyAreLines() throws Exception {
        agents.write("a.log", "#1\nx\n#2\ny\n#3\n");
        killed(hashes(), 3);

        agents.start("copied", again, lines());
        awaitStored("#1\nx", "#2\ny", "#3");
        Awaitility.await()
                .until(() -> agents.log().stream().anyMatch(l -> l.startsWith("file-recut ")));
        agents.write("a.log", "#4\nz\n");

        awaitStored("#1\nx", "#2\ny", "#3", "#4", "z");
    }

    @Test
    void aReloadWaitsUntilAllIsCutAsItWas() throws Exception {
        agents.write("a.log", "#1\nx\n");
        killed(lines(), 2);
        GatedSink gate = new GatedSink(again);

        Tailer tailer = agents.start("copied", gate, hashes());
        var done = tailer.reconfigure(List.of(hashes()));
        Awaitility.await().until(() -> !tailer.state().files().isEmpty());
        assertThat(done).isNotDone();
        gate.open();
        agents.write("a.log", "#2\ny\n#3\n");

        Awaitility.await().untilAsserted(() -> assertThat(done).isDone());
        agents.write("a.log", "#4\nz\n");
        Awaitility.await().untilAsserted(() -> assertThat(stored()).endsWith("#4\nz"));
        assertThat(String.join("\n", stored())).isEqualTo("#1\nx\n#2\ny\n#3\n#4\nz");
    }

    @Test
    void aRestartWhileItIsCutAsItWasCutsItSoAgain() throws Exception {
        agents.write("a.log", "#1\nx\n");
        killed(lines(), 2);
        Tailer silent = agents.start("copied", new RecordingSink(false), hashes());
        Awaitility.await().until(() -> !silent.state().files().isEmpty());
        agents.end(silent);

        agents.start("copied", again, hashes());

        awaitStored("#1", "x");
        assertThat(again.texts()).containsExactly("#1", "x");
    }

    @Test
    void whoReadsOnceReadsAllOfIt() throws Exception {
        agents.write("a.log", "#1\nx\n");
        killed(lines(), 2);
        agents.write("a.log", "#2\ny\n");

        Tailer once = agents.start("copied", true, again, hashes());

        assertThat(once.await(20_000_000_000L)).isTrue();
        assertThat(String.join("\n", stored())).isEqualTo("#1\nx\n#2\ny");
    }

    @Test
    void sameSettingsCutNothingAnew() throws Exception {
        agents.write("a.log", "#1\nx\n#2\n");
        killed(hashes(), 2);

        agents.start("copied", again, hashes());
        awaitStored("#1\nx", "#2");

        assertThat(agents.log()).noneMatch(line -> line.startsWith("file-recut "));
    }
}

package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedPartsTest {
    @TempDir private Path folder;
    private Path broker;
    private DamagedParts damage;

    @BeforeEach
    void open() throws IOException {
        broker = Files.createDirectories(folder.resolve("broker"));
        QueueDepth depth = QueueDepth.open(folder.resolve("depth"));
        damage = new DamagedParts(broker, new QueueEvents(new SimpleMeterRegistry(), depth));
    }

    @Test
    void movesSuspectsFirstThenEverythingAndThenKnowsNoMore() throws IOException {
        write("bindings/a.bindings", journal(1 << 20));
        write("journal/good.amq", journal(1 << 20));
        write("journal/truncated.amq", journal(100));
        write("paging/x/000000001.page", new byte[0]);

        damage.inspect();
        assertThat(files("journal")).containsExactly("good.amq", "truncated.amq");
        assertThat(damage.setAside()).hasSize(1);
        assertThat(damage.setAsideUnreadable(cause())).isTrue();
        assertThat(files("journal")).containsExactly("good.amq");
        assertThat(damage.setAsideUnreadable(cause())).isTrue();
        assertThat(files("")).containsExactlyElementsOf(damage.setAside());
        assertThat(damage.setAsideUnreadable(cause())).isFalse();
    }

    @Test
    void leavesAloneWhatIsWhole() throws IOException {
        write("bindings/a.bindings", journal(1 << 20));
        write("journal/good.amq", journal(1 << 20));
        write("paging/x/000000001.page", page("one", "two"));

        damage.inspect();

        assertThat(damage.setAside()).isEmpty();
    }

    @Test
    void cutsTheEndOfTheNewestPageOnly() throws IOException {
        byte[] whole = page("one", "two");
        byte[] cut = new byte[whole.length - 2];
        System.arraycopy(whole, 0, cut, 0, cut.length);
        write("paging/x/000000001.page", cut);
        write("paging/x/000000002.page", cut);

        damage.inspect();

        assertThat(broker.resolve("paging/x/000000001.page")).hasSize(cut.length);
        assertThat(broker.resolve("paging/x/000000002.page")).hasSize(page("one").length);
        assertThat(damage.setAside()).hasSize(1);
        assertThat(files(damage.setAside().get(0))).containsExactly("paging-x-000000001.page");
    }

    private static QueueUnavailableException cause() {
        return new QueueUnavailableException("test");
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = broker.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private List<String> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(broker.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] journal(int size) {
        return ByteBuffer.allocate(size).putInt(2).putInt(0).putLong(7).array();
    }

    private static byte[] page(String... records) {
        ByteBuffer bytes = ByteBuffer.allocate(1_000);
        for (String record : records) {
            byte[] body = record.getBytes(UTF_8);
            bytes.put((byte) '{').putInt(body.length).put(body).put((byte) '}');
        }
        byte[] page = new byte[bytes.position()];
        bytes.flip().get(page);
        return page;
    }
}

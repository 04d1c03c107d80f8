package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import io.logdrive.agent.shape.ShapeConfig;
import io.logdrive.wire.LineAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A folder, and agents that tail files in it. Confined to the test's thread. */
final class TailFixture implements AutoCloseable {
    /** Of events that begin with a hash. */
    static final EventStart HASH = EventStart.of(Pattern.compile("^#"));

    private final Path folder;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final TailEvents events = new TailEvents(log::add);
    private final List<Tailer> started = new ArrayList<>();

    TailFixture(Path folder) {
        this.folder = folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** What the agents said. */
    List<String> log() {
        return log;
    }

    TailEvents events() {
        return events;
    }

    /** Appends. */
    void write(String name, String text) throws IOException {
        Files.writeString(file(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static CutConfig cut(@Nullable EventStart start) {
        return new CutConfig(UTF_8, 2_048, start, 100, Duration.ofMillis(200));
    }

    InputConfig input(String glob) {
        return input(glob, null, ShapeConfig.NONE, 0);
    }

    InputConfig input(String glob, @Nullable EventStart start, ShapeConfig shape, long rateMax) {
        return new InputConfig(
                "",
                List.of(PathPattern.of(folder + "/" + glob)),
                List.of(),
                false,
                cut(start),
                new Leaving(LineAttributes.NONE, shape),
                rateMax);
    }

    Tailer start(String checkpoint, ChunkSink to, InputConfig... inputs) {
        return start(checkpoint, false, to, inputs);
    }

    Tailer start(String checkpoint, boolean once, ChunkSink to, InputConfig... inputs) {
        TailConfig config =
                new TailConfig(
                        List.of(inputs),
                        file(checkpoint),
                        once,
                        2,
                        Duration.ofDays(1),
                        Duration.ofMillis(300));
        Tailer tailer = new Tailer(config, to, events, () -> 1_000_000L);
        started.add(tailer);
        tailer.start();
        return tailer;
    }

    /** Ends one before the test does. */
    void end(Tailer tailer) {
        started.remove(tailer);
        tailer.close();
    }

    static void reload(Tailer tailer, InputConfig... inputs) throws Exception {
        tailer.reconfigure(List.of(inputs)).get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        started.forEach(Tailer::close);
    }
}

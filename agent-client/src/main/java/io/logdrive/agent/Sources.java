package io.logdrive.agent;

import io.logdrive.agent.generate.GeneratedLines;
import io.logdrive.agent.generate.OracleLines;
import io.logdrive.agent.position.PositionFile;
import io.logdrive.agent.send.AckStream;
import io.logdrive.agent.send.LineSource;
import io.logdrive.agent.send.Position;
import io.logdrive.agent.send.SendConfig;
import io.logdrive.agent.send.Sender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all connections, and where they go on when that is kept. Confined to the main
 * thread.
 */
final class Sources implements AutoCloseable {
    private final SendConfig config;
    private final GenerateOptions options;
    private final long seed;
    private final @Nullable PositionFile positions;

    /**
     * @throws io.logdrive.agent.position.PositionException when the position cannot be used
     */
    Sources(SendConfig config, GenerateOptions options, long seed, @Nullable String position) {
        this.config = config;
        this.options = options;
        this.seed = seed;
        this.positions = position == null ? null : PositionFile.open(Path.of(position), names());
    }

    private List<String> names() {
        return IntStream.range(0, config.connections()).mapToObj(this::name).toList();
    }

    /** Of the numbered source of a connection. */
    private String name(int index) {
        return config.connections() == 1 ? options.numbered + "" : options.numbered + "-" + index;
    }

    Sender sender(Surroundings surroundings) {
        LongSupplier epochMicros = surroundings.epochMicros();
        if (config.ack() == null) {
            return new Sender(config, i -> source(i, 0, epochMicros), surroundings.nanoTime());
        }
        String host = HostName.own();
        return Sender.acknowledged(
                config, i -> stream(i, host, epochMicros), surroundings.nanoTime(), epochMicros);
    }

    private AckStream stream(int index, String host, LongSupplier epochMicros) {
        Position position = positions == null ? Position.NONE : positions.position(index);
        return new AckStream(
                positions == null ? UUID.randomUUID() : positions.origin(index),
                options.numbered == null ? "" : name(index),
                host,
                source(index, position.start(), epochMicros),
                position);
    }

    private LineSource source(int index, long first, LongSupplier epochMicros) {
        return options.numbered == null
                ? new GeneratedLines(
                        seed, index, epochMicros, options.content(), options.lineBytesOrDefault())
                : new OracleLines(name(index), first, options.lineBytesOrDefault());
    }

    @Override
    public void close() throws IOException {
        if (positions != null) {
            positions.close();
        }
    }
}

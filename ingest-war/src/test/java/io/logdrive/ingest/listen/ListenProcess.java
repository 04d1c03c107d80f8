package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.UnixOperatingSystemMXBean;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Enqueued;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process with a listener and nothing else, whose queue forgets what it takes at once: what it
 * needs of memory, descriptors and CPU is the listener's. Answers one line for each line that it
 * reads.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one event loop writes
final class ListenProcess {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final List<InputStream> hogged = new ArrayList<>();
    private final IntakeServer server;

    // Of lines that begin with an l, of which one sender at a time sends one at a time.
    private volatile long loneLines;
    private volatile long bytesBeforeLone;

    private ListenProcess(ListenConfig config) {
        server = new IntakeServer(config, this::enqueue, new ListenEvents(metrics), Thread::new);
        server.start();
    }

    /** Arguments are, in order, settings that differ from the defaults: {@code connections=20}. */
    public static void main(String[] arguments) throws IOException {
        ListenSettings settings = new ListenSettings();
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.substring(0, argument.indexOf('='))) {
                case "connections" -> settings.connectionsMax = Integer.parseInt(value);
                case "per-address" -> settings.perAddressMax = Integer.parseInt(value);
                case "unfinished-timeout" -> settings.unfinishedTimeout = Duration.parse(value);
                case "threads" -> settings.threads = Integer.parseInt(value);
                default -> throw new IllegalArgumentException(argument);
            }
        }
        ListenProcess process = new ListenProcess(settings.config());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(process.answer(line));
        }
        // Whoever started it is gone; its event loops would run for ever.
        Runtime.getRuntime().halt(0);
    }

    private long answer(String command) throws IOException {
        return switch (command) {
            case "port" -> Objects.requireNonNull(server.address()).getPort();
            case "lines" -> lines.get();
            case "bytes" -> bytes.get();
            case "lone-lines" -> loneLines;
            case "bytes-before-lone" -> bytesBeforeLone;
            case "connections" -> server.connections().size();
            case "unfinished" -> server.unfinishedBytes();
            case "heap" -> usedHeap();
            case "direct" -> directBytes();
            case "descriptor-limit" -> descriptors().getMaxFileDescriptorCount();
            case "descriptors" -> descriptors().getOpenFileDescriptorCount();
            case "cpu-millis" -> descriptors().getProcessCpuTime() / 1_000_000;
            case "accept-failures" -> count("accept.failures");
            case "timed-out" -> count("timed.out.connections", "reason", "unfinished-timeout");
            case "evicted" -> count("evicted.connections");
            case "rejected-for-descriptors" ->
                    count("rejected.connections", "reason", "descriptors");
            case "hog" -> hog();
            case "release" -> release();
            default -> throw new IllegalArgumentException(command);
        };
    }

    private Enqueued enqueue(Chunk chunk, Runnable onConfirmed) {
        if (chunk.body()[0] == 'l') {
            bytesBeforeLone = bytes.get();
            loneLines++;
        }
        lines.addAndGet(chunk.lines());
        bytes.addAndGet(chunk.body().length);
        onConfirmed.run();
        return Enqueued.ACCEPTED;
    }

    /** Opens files until there is no descriptor left, and answers how many. */
    private long hog() {
        try {
            while (true) {
                hogged.add(Files.newInputStream(Path.of("/dev/null")));
            }
        } catch (IOException e) {
            return hogged.size();
        }
    }

    private long release() throws IOException {
        for (InputStream file : hogged) {
            file.close();
        }
        hogged.clear();
        return 0;
    }

    private long count(String name, String... tags) {
        return (long) metrics.counter("logdrive.listen." + name, tags).count();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What Netty has reserved for buffers, its own and the JDK's. */
    private static long directBytes() {
        long jdk =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
        return jdk + Math.max(0, io.netty.util.internal.PlatformDependent.usedDirectMemory());
    }

    private static UnixOperatingSystemMXBean descriptors() {
        return (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}

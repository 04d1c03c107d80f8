package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.UnixOperatingSystemMXBean;
import io.logdrive.payara.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.search.Search;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ingest as a process without a container, so that it can be killed, traced and limited within
 * seconds: configured by system properties, it answers one line for each line that it reads.
 */
final class IngestProcess {
    private final Ingest ingest;
    private final List<InputStream> hogged = new ArrayList<>();

    private IngestProcess(Ingest ingest) {
        this.ingest = ingest;
    }

    /** Without arguments. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(IngestConfig.PREFIX)) {
                settings.put(name, System.getProperty(name));
            }
        }
        Ingest ingest = new Ingest(IngestConfig.read(Settings.ofMap(settings)), Thread::new);
        ingest.start();
        new Thread(() -> tick(ingest), "container-timers").start();
        IngestProcess process = new IngestProcess(ingest);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(process.answer(line));
        }
        // Whoever started it is gone; its threads would run for ever.
        Runtime.getRuntime().halt(0);
    }

    private String answer(String command) throws IOException {
        return switch (command) {
            case "port" ->
                    Integer.toString(Objects.requireNonNull(ingest.server().address()).getPort());
            case "queued" -> Long.toString(ingest.depth().snapshot().lines());
            case "consumed" ->
                    Long.toString(
                            ingest.consumers().statuses().stream()
                                    .mapToLong(status -> status.depth().lines())
                                    .sum());
            case "violations" -> ingest.violations().toString();
            case "queue-up" -> Boolean.toString(ingest.isQueueUp());
            case "guard" -> ingest.guard().state().word();
            case "connections" -> Integer.toString(ingest.server().connections().size());
            case "descriptors" -> Long.toString(system().getOpenFileDescriptorCount());
            case "descriptor-limit" -> Long.toString(system().getMaxFileDescriptorCount());
            case "cpu-millis" -> Long.toString(system().getProcessCpuTime() / 1_000_000);
            case "hog" -> Integer.toString(hog());
            case "release" -> Integer.toString(release());
            case "heap" -> Long.toString(usedHeap());
            case "stop" -> stop();
            // Any other is the name of a metric.
            default -> Long.toString((long) metric(command));
        };
    }

    /** What the container's timers do. */
    private static void tick(Ingest ingest) {
        for (long tick = 1; ingest.state() == Ingest.State.STARTED; tick++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            ingest.closeAgedBatch();
            if (tick % 20 == 0) {
                ingest.checkInvariants();
            }
        }
    }

    private String stop() {
        ingest.stop();
        return ingest.state().name();
    }

    private double metric(String name) {
        Search found = ingest.metrics().find(name);
        Gauge gauge = found.gauge();
        return gauge != null
                ? gauge.value()
                : found.counters().stream().mapToDouble(Counter::count).sum();
    }

    /** Opens files until there is no descriptor left, and answers how many. */
    private int hog() {
        try {
            while (true) {
                hogged.add(Files.newInputStream(Path.of("/dev/null")));
            }
        } catch (IOException e) {
            return hogged.size();
        }
    }

    private int release() throws IOException {
        for (InputStream file : hogged) {
            file.close();
        }
        hogged.clear();
        return 0;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static UnixOperatingSystemMXBean system() {
        return (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}

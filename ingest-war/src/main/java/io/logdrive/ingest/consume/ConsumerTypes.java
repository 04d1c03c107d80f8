package io.logdrive.ingest.consume;

import io.logdrive.consumer.RecordConsumer;
import io.logdrive.payara.ConfigurationReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of consumers that can be configured: those that come with ingest, and those in the jars
 * of a folder. The jars share one class loader, whose parent is ingest's own; it is never closed,
 * as the consumers live as long as ingest.
 *
 * <p>Confined to the thread that starts ingest.
 */
final class ConsumerTypes {
    private static final String PATH = "consumers-path";

    private final Map<String, ServiceLoader.Provider<RecordConsumer>> types = new TreeMap<>();

    private ClassLoader classes = ConsumerTypes.class.getClassLoader();

    private ConsumerTypes() {}

    /** All there are; what cannot be loaded is told to {@code reader}. */
    static ConsumerTypes in(String folder, ConfigurationReader reader) {
        ConsumerTypes all = new ConsumerTypes();
        List<URL> jars = folder.isEmpty() ? List.of() : jars(folder, reader);
        if (!jars.isEmpty()) {
            all.classes = new URLClassLoader(jars.toArray(new URL[0]), all.classes);
        }
        all.load(all.classes, reader);
        return all;
    }

    /** Finds what is in the jars. */
    ClassLoader classes() {
        return classes;
    }

    /** Their names. */
    List<String> names() {
        return List.copyOf(types.keySet());
    }

    /** A new consumer of that kind, or null when there is none. */
    @Nullable RecordConsumer create(String type) {
        ServiceLoader.Provider<RecordConsumer> provider = types.get(type);
        return provider == null ? null : provider.get();
    }

    private void load(ClassLoader loader, ConfigurationReader reader) {
        try {
            ServiceLoader.load(RecordConsumer.class, loader).stream()
                    .forEach(provider -> types.putIfAbsent(provider.get().type(), provider));
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            reader.refuse(PATH, "jars whose consumers can be made", e.toString());
        }
    }

    private static List<URL> jars(String folder, ConfigurationReader reader) {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".jar")) {
                    jars.add(file.toUri().toURL());
                }
            }
        } catch (IOException | InvalidPathException e) {
            reader.refuse(
                    PATH, "a readable folder", folder + " (" + e.getClass().getSimpleName() + ")");
        }
        return jars;
    }
}

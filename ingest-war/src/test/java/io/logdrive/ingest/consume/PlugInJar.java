package io.logdrive.ingest.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.consumer.RecordConsumer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A user's jar, made as docs/consumers.md says. */
final class PlugInJar {
    private static final String SERVICES = "META-INF/services/" + RecordConsumer.class.getName();

    private PlugInJar() {}

    /** The documentation's example, compiled against the classes of {@code wire} alone. */
    static Path ofExample(Path jar) throws IOException {
        Path example = example();
        Path classes = Files.createDirectories(jar.resolveSibling("classes"));
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-Xlint:all",
                                "-Werror",
                                "-proc:none",
                                "-cp",
                                wire(),
                                "-d",
                                classes.toString(),
                                example.resolve("ErrorsFile.java").toString());
        assertThat(status).as("javac").isZero();
        try (JarOutputStream out = open(jar);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(out, classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            add(out, SERVICES, Files.readAllBytes(example.resolve(SERVICES)));
        }
        return jar;
    }

    /** One that names a consumer and has none. */
    static Path naming(Path jar, String consumer) throws IOException {
        try (JarOutputStream out = open(jar)) {
            add(out, SERVICES, consumer.getBytes(UTF_8));
        }
        return jar;
    }

    private static JarOutputStream open(Path jar) throws IOException {
        OutputStream file = Files.newOutputStream(jar);
        return new JarOutputStream(file);
    }

    private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    private static String wire() {
        try {
            return Path.of(
                            RecordConsumer.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path example() {
        for (Path root : List.of(Path.of(".."), Path.of("."))) {
            Path example = root.resolve("docs/examples/errors-file");
            if (Files.exists(example)) {
                return example;
            }
        }
        throw new IllegalStateException("docs/examples/errors-file: expected it, found nothing");
    }
}

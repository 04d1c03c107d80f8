package io.logdrive.payara.start;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The {@code index.html} of the folder that Payara serves at its root, which is empty by itself:
 * leads to the destination when that is deployed, else to ingest.
 *
 * <p>Each WAR has its own copy of our classes, so that where they are is kept in the process's
 * properties. Confined to the container's thread that deploys, one WAR after the other.
 */
public final class StartPage {
    /** Set by GlassFish and Payara. */
    private static final String INSTANCE = "com.sun.aas.instanceRoot";

    /** Not beginning with {@code logdrive.}, which would be a key of the configuration. */
    private static final String PLACE = "io.logdrive.start.";

    /** The first that is there is led to. */
    private static final List<String> ORDER = List.of("destination", "ingest");

    private static final String OURS = "<meta name=\"generator\" content=\"logdrive-start-page\">";

    private final Properties process;
    private final String war;

    /** For one WAR, {@code destination} or {@code ingest}. */
    public StartPage(String war) {
        this(System.getProperties(), war);
    }

    StartPage(Properties process, String war) {
        this.process = process;
        this.war = war;
    }

    /** The WAR is deployed at {@code contextPath}, empty for the root itself. */
    public void open(String contextPath) {
        process.setProperty(PLACE + war, contextPath);
        write();
    }

    /** The WAR is not deployed any more. */
    public void close() {
        process.remove(PLACE + war);
        write();
    }

    private void write() {
        String instance = process.getProperty(INSTANCE);
        if (instance == null) {
            return;
        }
        try {
            Path root = Path.of(instance);
            Path page = root.resolve("docroot").resolve("index.html");
            if (!isOurs(page)) {
                return;
            }
            String target = target();
            if (target == null) {
                Files.deleteIfExists(page);
            } else if (Files.isDirectory(root.resolve("docroot"))) {
                // Whoever asks meanwhile sees the one or the other, never a half.
                Path fresh = Files.createTempFile(root, "start", ".html");
                Files.writeString(fresh, html(target), StandardCharsets.UTF_8);
                Files.move(fresh, page, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | RuntimeException e) {
            // A server without this page does all that it is for.
            return;
        }
    }

    /** Absent counts, too. */
    private static boolean isOurs(Path page) throws IOException {
        return !Files.exists(page) || Files.readString(page).contains(OURS);
    }

    /** Relative, so that it leads there behind a proxy that puts a path before it, too. */
    private @Nullable String target() {
        for (String each : ORDER) {
            String contextPath = process.getProperty(PLACE + each);
            if (contextPath != null) {
                // One at the root answers there itself.
                return contextPath.isEmpty() ? null : escaped(contextPath.substring(1)) + "/";
            }
        }
        return null;
    }

    private static String escaped(String path) {
        try {
            // Behind a slash, so that a colon in it makes no scheme.
            String ascii = new URI(null, null, "/" + path, null).toASCIIString();
            return "." + ascii.replace("&", "&amp;").replace("'", "&#39;");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("context path: expected a path, found another", e);
        }
    }

    private static String html(String target) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + OURS
                + "\n<meta http-equiv=\"refresh\" content=\"0; url="
                + target
                + "\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>Logdrive</title>\n"
                + "</head>\n<body>\n<p><a href=\""
                + target
                + "\">Logdrive</a></p>\n</body>\n</html>\n";
    }
}

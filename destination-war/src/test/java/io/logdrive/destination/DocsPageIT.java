package io.logdrive.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page to try the API in Chromium; skipped where there is none. */
class DocsPageIT {
    @TempDir Path folder;

    @Test
    void hasAFormForEachEndpoint() throws Exception {
        assertThat(draw(200))
                .contains("<code>GET /destination/messages/tail</code>")
                .doesNotContain("could not be loaded");
    }

    @Test
    void saysThatTheDescriptionCouldNotBeLoaded() throws Exception {
        assertThat(draw(503))
                .contains(
                        "<p role=\"alert\">docs/openapi.json, which says what there is to try,"
                                + " could not be loaded: 503 ");
    }

    /** The page's source once it has been drawn. */
    private String draw(int statusOfDescription) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/destination/", exchange -> answer(exchange, statusOfDescription));
        server.start();
        try {
            Path out = folder.resolve("page.html");
            Process chromium =
                    new ProcessBuilder(
                                    chromium(),
                                    "--headless",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--user-data-dir=" + folder.resolve("profile"),
                                    "--virtual-time-budget=2500",
                                    "--dump-dom",
                                    "http://127.0.0.1:"
                                            + server.getAddress().getPort()
                                            + "/destination/docs")
                            .redirectOutput(out.toFile())
                            .redirectError(folder.resolve("errors").toFile())
                            .start();
            assertThat(chromium.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return Files.readString(out);
        } finally {
            server.stop(0);
        }
    }

    private static String chromium() {
        List<String> found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .flatMap(
                                path ->
                                        Stream.of("chromium", "chromium-browser", "google-chrome")
                                                .map(name -> Path.of(path, name)))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .toList();
        assumeTrue(!found.isEmpty(), "chromium: expected on the PATH, found none");
        return found.get(0);
    }

    private static void answer(HttpExchange exchange, int statusOfDescription) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean description = name.equals("openapi.json");
        String file =
                switch (name) {
                    case "docs" -> "docs.html";
                    case "openapi.json" -> "/META-INF/openapi.json";
                    default -> name;
                };
        String type =
                switch (name) {
                    case "docs" -> "text/html";
                    case "docs.js" -> "text/javascript";
                    case "docs.css" -> "text/css";
                    default -> "application/json";
                };
        try (InputStream in = DocsResource.class.getResourceAsStream(file)) {
            byte[] body = Objects.requireNonNull(in, file).readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Content-Security-Policy", DocsResource.POLICY);
            exchange.sendResponseHeaders(description ? statusOfDescription : 200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}

package io.logdrive.ingest.status;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in Chromium, with answers that each test chooses; skipped where there is none. */
class PageIT {
    private static final String GUARD = "{\"state\":\"accepting\",\"reason\":\"\",\"damaged\":[]}";
    private static final String FLOWING =
            "{'depth':{'lines':0,'chunks':0,'bytes':0},'linesPerSecondIn':0,'linesPerSecondOut':0,"
                    + "'drainSeconds':0,'batchesInFlight':0,'deadLetters':0,'broker':'up',"
                    + "'guard':G,'destination':'connected'}";
    private static final String CONNECTION =
            "[{'peer':'127.0.0.1:1','protocol':'lines','since':'2026-11-22T10:00:00Z','lines':1,"
                    + "'bytes':2,'unconfirmedBytes':0}]";

    @TempDir private Path folder;
    private HttpServer server;
    private String queue = "";
    private String connections = "[]";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ingest/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void saysThatLinesFlowWhileASenderIsConnected() throws Exception {
        connections = CONNECTION;

        shows(FLOWING, "well", "Lines flow.");
    }

    @Test
    void isIdleWithoutASender() throws Exception {
        shows(FLOWING, "", "Idle: no sender is connected.");
    }

    @Test
    void isNotGreenWhileTheGuardTakesNothing() throws Exception {
        connections = CONNECTION;

        shows(
                FLOWING.replace(
                        "G", "{'state':'waiting-for-disk','reason':'1 MiB free','damaged':[]}"),
                "waiting",
                "Ingest takes no lines, senders wait (waiting-for-disk: 1 MiB free).");
    }

    @Test
    void saysThatLinesWaitWhenTheyDoNotBecomeFewer() throws Exception {
        connections = CONNECTION;

        shows(
                FLOWING.replace("'lines':0,'chunks'", "'lines':1200,'chunks'")
                        .replace("'drainSeconds':0", "'oldestAgeSeconds':40"),
                "slow",
                "1,200 lines wait, the oldest for 40 s, and they do not become fewer.");
    }

    @Test
    void doesNotCallABatchInTheMakingABacklog() throws Exception {
        connections = CONNECTION;

        shows(
                FLOWING.replace("'lines':0,'chunks'", "'lines':1,'chunks'")
                        .replace("'drainSeconds':0", "'oldestAgeSeconds':4"),
                "well",
                "Lines flow.");
    }

    @Test
    void linksToTheDeadLetters() throws Exception {
        String page =
                shows(
                        FLOWING.replace("'deadLetters':0", "'deadLetters':3"),
                        "slow",
                        "Idle: no sender is connected. 3 dead letters could not be processed.");

        assertThat(page).contains("<a href=\"dead-letters\">3 dead letters</a>");
    }

    @Test
    void namesWhatIsDamaged() throws Exception {
        shows(
                FLOWING.replace(
                        "G", "{'state':'accepting','reason':'','damaged':['broker/damaged-1']}"),
                "slow",
                "Idle: no sender is connected. Parts of the queue could not be read and are set"
                        + " aside in broker/damaged-1.");
    }

    /** Its source once it has been drawn. */
    private String shows(String queueAnswer, String colour, String state) throws Exception {
        queue = queueAnswer;
        String page = draw();

        Matcher found = Pattern.compile("<p id=\"state\"[^>]*>(.*?)</p>").matcher(page);
        assertThat(found.find()).as(page).isTrue();
        assertThat(found.group(1).replaceAll("<[^>]*>", "")).isEqualTo(state);
        assertThat(page).contains("<body class=\"" + colour + "\">");
        return page;
    }

    private String draw() throws IOException, InterruptedException {
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
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/ingest/")
                        .redirectOutput(out.toFile())
                        .redirectError(folder.resolve("errors").toFile())
                        .start();
        assertThat(chromium.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return Files.readString(out);
    }

    private static String chromium() {
        List<String> found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .flatMap(
                                folder ->
                                        Stream.of("chromium", "chromium-browser", "google-chrome")
                                                .map(name -> Path.of(folder, name)))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .toList();
        assumeTrue(!found.isEmpty(), "chromium: expected on the PATH, found none");
        return found.get(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().replaceFirst("^/ingest/", "");
        exchange.getResponseHeaders().set("Content-Security-Policy", PageResource.POLICY);
        byte[] body =
                switch (name) {
                    case "queue" -> queue.replace("G", GUARD).replace('\'', '"').getBytes(UTF_8);
                    case "connections" -> connections.replace('\'', '"').getBytes(UTF_8);
                    default -> file(name.isEmpty() ? "page.html" : name);
                };
        exchange.getResponseHeaders().set("Content-Type", type(name));
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String type(String name) {
        return switch (name) {
            case "" -> "text/html";
            case "page.js" -> "text/javascript";
            case "page.css" -> "text/css";
            case "icon.svg" -> "image/svg+xml";
            default -> "application/json";
        };
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = PageResource.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}

package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.AckServer;
import io.logdrive.agent.send.Server;
import io.logdrive.agent.send.Uplink;
import io.logdrive.agent.send.UplinkConfig;
import io.logdrive.agent.send.UplinkEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Show 3 of issue 6: several threads log exceptions by real libraries, whose own policies rotate
 * the files, while the agent reads them by the preset {@code java} and is stopped and started.
 */
@Timeout(90)
class RealLoggersIT {
    private static final int THREADS = 4;

    /** Events while the agent runs. */
    private static final int WHILE_UP = 250;

    /** Events while it does not: some 100 KB, so that 400 KB are rotated once at most meanwhile. */
    private static final int WHILE_DOWN = 50;

    /** So many at once: a file that is gone before anybody could look is lost to all. */
    private static final int STEP = 25;

    /** The last events of files, which wait for more of them. */
    private static final int LAST_OF_FILES = 16;

    private static final String LOGBACK =
            "<appender name='file' class='ch.qos.logback.core.rolling.RollingFileAppender'>%s"
                    + "</appender>";

    @TempDir Path folder;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Semaphore permits = new Semaphore(0);
    private final AtomicInteger next = new AtomicInteger();

    static Stream<Arguments> libraries() {
        return Stream.of(
                Arguments.of(
                        "Logback, FixedWindow",
                        logback(
                                "%d{HH:mm:ss.SSS} [%thread] %-5level %logger{36} -%kvp- %msg%n",
                                fixedWindow("log", "20KB"))),
                Arguments.of(
                        "Logback, FixedWindow, gzip, level first",
                        logback(
                                "%level %d [%thread] %logger - %msg%n",
                                fixedWindow("log.gz", "400KB"))),
                Arguments.of(
                        "Logback, each second and by size, root cause first",
                        logback(
                                "%d [%thread] %-5level %logger{0} - %msg%n%rEx",
                                timed("app-%d{yyyy-MM-dd_HH-mm-ss}.%i.log", "20KB"))),
                Arguments.of(
                        "Logback, each day and by size, gzip, Spring Boot's pattern",
                        logback(
                                "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %5p 4711 --- [shop] [%15.15t]"
                                        + " %-40.40logger{39} : %m%n%ex",
                                timed("app-%d{yyyy-MM-dd}.%i.log.gz", "400KB"))),
                Arguments.of(
                        "Logback, JSON, files named by their pattern",
                        LogbackProgram.of(
                                LOGBACK.formatted(
                                        "<encoder"
                                            + " class='ch.qos.logback.classic.encoder.JsonEncoder'/>"
                                                + timed("app-%d{yyyy-MM-dd}.%i.log", "20KB")))),
                Arguments.of(
                        "Log4j, min",
                        log4j(
                                pattern("%d{HH:mm:ss.SSS} [%t] %-5level %logger{36} - %msg%n"),
                                "app-%i.log",
                                "20KB",
                                "<DefaultRolloverStrategy fileIndex='min' max='20'/>")),
                Arguments.of(
                        "Log4j, max, gzip",
                        log4j(
                                pattern("%d %p %c{1.} [%t] %m%n"),
                                "app-%i.log.gz",
                                "400KB",
                                "<DefaultRolloverStrategy fileIndex='max' max='20'/>")),
                Arguments.of(
                        "Log4j, nomax, padded level first",
                        log4j(
                                pattern("%5p [%t] (%F:%L) - %m%n"),
                                "app-%i.log",
                                "20KB",
                                "<DefaultRolloverStrategy fileIndex='nomax'/>")),
                Arguments.of(
                        "Log4j, each second, coloured",
                        log4j(
                                pattern("%highlight{%p} %d{ABSOLUTE} %m%n%ex")
                                        .replace(
                                                "<PatternLayout",
                                                "<PatternLayout disableAnsi='false'"),
                                "app-%d{HH-mm-ss}-%i.log",
                                "20KB",
                                "<DefaultRolloverStrategy max='100'/>")),
                Arguments.of(
                        "Log4j, files named by their pattern",
                        direct(pattern("%d{ISO8601_BASIC} %-5p %m%n"), "app-%i.log", "20KB")),
                Arguments.of(
                        "Log4j, files named by their pattern, gzip",
                        direct(pattern("[%t] %-5p %c - %m%n"), "app-%i.log.gz", "400KB")),
                Arguments.of(
                        "Log4j, JSON",
                        direct(
                                "<JsonLayout compact='true' eventEol='true'/>",
                                "app-%i.log",
                                "20KB")),
                Arguments.of(
                        "Log4j, JSON over several lines",
                        direct("<JsonLayout stacktraceAsString='true'/>", "app-%i.log", "20KB")),
                Arguments.of("java.util.logging", JulProgram.of("%s/app.%g.log", 20_000, 30)));
    }

    private static LoggingProgram.Start logback(String pattern, String rotation) {
        return LogbackProgram.of(
                LOGBACK.formatted(
                        "<file>%s/app.log</file>"
                                + "<encoder><pattern>"
                                + pattern
                                + "</pattern></encoder>"
                                + rotation));
    }

    private static String fixedWindow(String ending, String size) {
        return "<rollingPolicy class='ch.qos.logback.core.rolling.FixedWindowRollingPolicy'>"
                + "<fileNamePattern>%s/app.%i."
                + ending
                + "</fileNamePattern><minIndex>1</minIndex><maxIndex>20</maxIndex></rollingPolicy>"
                + "<triggeringPolicy class='ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy'>"
                + "<maxFileSize>"
                + size
                + "</maxFileSize><checkIncrement>0</checkIncrement></triggeringPolicy>";
    }

    private static String timed(String name, String size) {
        return "<rollingPolicy"
                + " class='ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy'>"
                + "<fileNamePattern>%s/"
                + name
                + "</fileNamePattern><maxFileSize>"
                + size
                + "</maxFileSize></rollingPolicy>";
    }

    private static String pattern(String pattern) {
        return "<PatternLayout pattern='" + pattern + "'/>";
    }

    private static LoggingProgram.Start log4j(
            String layout, String rotated, String size, String strategy) {
        return rolling("fileName='%s/app.log' ", layout, rotated, size, strategy);
    }

    private static LoggingProgram.Start direct(String layout, String rotated, String size) {
        return rolling("", layout, rotated, size, "<DirectWriteRolloverStrategy/>");
    }

    private static LoggingProgram.Start rolling(
            String file, String layout, String rotated, String size, String strategy) {
        String timed = rotated.contains("%d") ? "<TimeBasedTriggeringPolicy/>" : "";
        return Log4jProgram.of(
                "<RollingFile name='file' "
                        + file
                        + "filePattern='%s/"
                        + rotated
                        + "'>"
                        + layout
                        + "<Policies>"
                        + timed
                        + "<SizeBasedTriggeringPolicy size='"
                        + size
                        + "'/></Policies>"
                        + strategy
                        + "</RollingFile>");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("libraries")
    void eachEventArrivesOnceWholeAndInOrder(String name, LoggingProgram.Start start)
            throws Exception {
        List<Thread> threads = new ArrayList<>();
        Path logs = Files.createDirectories(folder.resolve("logs"));
        try (AckServer server = AckServer.orderly();
                LoggingProgram program = start.in(logs.toString())) {
            for (int i = 1; i <= THREADS; i++) {
                Thread thread = new Thread(() -> logAll(program), "worker-" + i);
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
            try {
                write(program, WHILE_DOWN);
                runWhile(server, program, true);
                write(program, WHILE_DOWN);
                runWhile(server, program, false);
                write(program, WHILE_DOWN);
                runWhile(server, program, true);
            } finally {
                threads.forEach(Thread::interrupt);
            }
            assertArrived(server, program);
        }
    }

    /** Has so many events more logged and waits until they are. */
    private void write(LoggingProgram program, int events) {
        int expected = program.written().size() + events;
        permits.release(events);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> program.written().size() == expected);
    }

    private void logAll(LoggingProgram program) {
        try {
            while (true) {
                permits.acquire();
                program.log(Trouble.number(next.getAndIncrement()));
            }
        } catch (InterruptedException e) {
            // The test is over.
            Thread.currentThread().interrupt();
        }
    }

    /** The agent runs while more is written, and ends in order, or before all is acknowledged. */
    private void runWhile(AckServer server, LoggingProgram program, boolean toTheEnd)
            throws InterruptedException {
        Uplink uplink =
                new Uplink(
                        UplinkConfig.of(List.of(new Server("127.0.0.1", server.port()))),
                        new Silence());
        CutConfig cut =
                new CutConfig(
                        UTF_8,
                        CutConfig.LINE_BYTES_DEFAULT,
                        EventStart.ofJava(),
                        CutConfig.EVENT_LINES_DEFAULT,
                        CutConfig.IDLE_DEFAULT);
        InputConfig input =
                new InputConfig(
                        List.of(PathPattern.of(folder + "/logs/app*")),
                        List.of(PathPattern.of(folder + "/logs/*.gz")),
                        false,
                        cut,
                        Leaving.PLAIN);
        TailConfig config = TailConfig.of(List.of(input), folder.resolve("checkpoint"), false);
        Tailer tailer = new Tailer(config, uplink::put, new TailEvents(log::add), () -> 1_000_000L);
        uplink.start();
        tailer.start();
        try {
            for (int i = 0; i < WHILE_UP; i += STEP) {
                write(program, STEP);
                await(server, program.written().size() - LAST_OF_FILES);
            }
            await(server, program.written().size() - (toTheEnd ? 0 : LAST_OF_FILES));
        } catch (ConditionTimeoutException e) {
            // What is missing is said in the end.
            log.add("waited in vain");
        } finally {
            tailer.stop();
            if (toTheEnd) {
                uplink.close(Duration.ofSeconds(10));
            } else {
                uplink.close();
            }
            tailer.close();
        }
        assertThat(tailer.fault()).isNull();
    }

    private static void await(AckServer server, int events) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> arrived(server).values().stream().mapToInt(Map::size).sum() >= events);
    }

    /** What came, as the server's ledger would have it: each sequence of an origin once. */
    private static Map<UUID, Map<Long, String>> arrived(AckServer server) {
        return new ArrivedEvents(server.sessions()).byOrigin();
    }

    private void assertArrived(AckServer server, LoggingProgram program) throws IOException {
        List<String> written = program.written();
        Map<String, Integer> numbers = new HashMap<>();
        for (String text : written) {
            // The newline that ends its last line is no part of it.
            numbers.put(text.replaceFirst("\\R\\z", ""), numbers.size());
        }
        assertThat(numbers).as("events that differ").hasSize(written.size());
        Collection<Map<Long, String>> origins = arrived(server).values();
        List<Integer> all = new ArrayList<>();
        for (Map<Long, String> origin : origins) {
            List<Integer> ofFile = new ArrayList<>();
            for (String event : origin.values()) {
                assertThat(numbers)
                        .as(() -> "an event as it was written; " + log)
                        .containsKey(event);
                ofFile.add(numbers.get(event));
            }
            assertThat(ofFile).as("events of a file, in order without a gap").isNotEmpty();
            for (int i = 1; i < ofFile.size(); i++) {
                assertThat(ofFile.get(i)).isEqualTo(ofFile.get(i - 1) + 1);
            }
            all.addAll(ofFile);
        }
        all.sort(null);
        assertThat(all)
                .as(() -> "each event once; " + log)
                .containsExactlyElementsOf(
                        Stream.iterate(0, i -> i + 1).limit(written.size()).toList());
        assertThat(origins).as("files").hasSizeGreaterThan(2);
    }

    /** Nobody asks. Thread-safe. */
    private static final class Silence implements UplinkEvents {
        @Override
        public void connected(Server server) {}

        @Override
        public void lost(Server server, IOException why, int unacknowledged) {}
    }
}

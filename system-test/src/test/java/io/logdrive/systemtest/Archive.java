package io.logdrive.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The archive of a server: what it says of itself, and what is in its files. */
final class Archive {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Server server;
    private final Path folder;

    Archive(Server server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** What the files hold, each origin's lines in their order; immutable. */
    record Contents(long lines, int origins, int files, List<String> faults) {}

    /** Its entry in {@code GET /ingest/archive}. */
    JsonNode answer() {
        return new Http(server.httpPort()).json("/ingest/archive").path("archives").path(0);
    }

    /** Its entry in {@code GET /ingest/queue}. */
    JsonNode consumer(String name) {
        for (JsonNode consumer : server.queue().answer().path("consumers")) {
            if (consumer.path("name").asText().equals(name)) {
                return consumer;
            }
        }
        throw new IllegalStateException(name + ": expected to be a consumer, found none");
    }

    void awaitLines(long lines, Duration atMost) {
        await("lines archived: " + lines)
                .atMost(atMost)
                .pollInterval(POLL)
                .until(() -> answer().path("files").path("lines").asLong() >= lines);
    }

    /** Waits until its queue is empty and all full files are compressed. */
    void awaitDrained(Duration atMost) {
        await("the archive is drained")
                .atMost(atMost)
                .pollInterval(POLL)
                .until(
                        () ->
                                answer().path("depth").path("lines").asLong(-1) == 0
                                        && answer().path("files")
                                                        .path("waitingForCompression")
                                                        .asInt(-1)
                                                == 0
                                        && files().stream().noneMatch(Archive::isUncompressed));
    }

    private static boolean isUncompressed(Path file) {
        return file.toString().endsWith(".jsonl") || file.toString().endsWith(".tmp");
    }

    /** In the order in which they were written. */
    List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparingLong(Archive::number)).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads all files: each origin's sequences must follow each other from 0 on. */
    Contents read() throws IOException {
        Map<String, Long> next = new HashMap<>();
        List<String> faults = new ArrayList<>();
        long lines = 0;
        List<Path> files = files();
        for (Path file : files) {
            try (BufferedReader reader = open(file)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines++;
                    String origin = between(line, "\"origin\":\"", "\"");
                    long sequence = Long.parseLong(between(line, "\"sequence\":", ","));
                    long due = next.getOrDefault(origin, 0L);
                    if (sequence != due && faults.size() < 20) {
                        faults.add(origin + ": expected " + due + ", found " + sequence);
                    }
                    next.put(origin, sequence + 1);
                }
            }
        }
        return new Contents(lines, next.size(), files.size(), faults);
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        boolean compressed = file.toString().endsWith(".gz");
        return new BufferedReader(
                new InputStreamReader(compressed ? new GZIPInputStream(in, 64 << 10) : in, UTF_8));
    }

    private static long number(Path file) {
        return Long.parseLong(
                String.valueOf(file.getFileName()).replaceAll(".*Z-(\\d+)\\..*", "$1"));
    }

    private static String between(String line, String before, String after) {
        int start = line.indexOf(before);
        int end = start < 0 ? -1 : line.indexOf(after, start + before.length());
        if (end < 0) {
            throw new IllegalStateException("no " + before + " in " + line);
        }
        return line.substring(start + before.length(), end);
    }
}

package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that ask the most expensive things there are, again and again: at once after an answer, a
 * second after a refusal.
 *
 * <p>Thread-safe.
 */
final class Attackers implements AutoCloseable {
    /** Over all time, with the longest timeout; none of them can be answered by an index. */
    static final List<String> WORST =
            List.of(
                    "/messages?since=all&timeout=60s&regex=(x%2Bx%2B)%2By(a%7Cb)*%24",
                    "/messages?since=all&timeout=60s&text=zzzz-is-nowhere",
                    "/messages?since=all&timeout=60s&count=exact&query=user%3A~%22.*9.*9.*%22",
                    "/messages/facets?since=all&timeout=60s&field=request&field=user&limit=1000",
                    "/messages/histogram?since=all&timeout=60s&query=status%3A%3E%3D500",
                    "/messages/stats?since=all&timeout=60s&by=user,path&fn=count,p95(latency)",
                    "/messages?since=all&timeout=60s&by=received&order=asc&limit=10000",
                    "/messages?since=all&timeout=60s&limit=10000&query=-order%20-user%20-mail",
                    "/messages/facets?since=all&timeout=60s",
                    "/messages/export?since=all&timeout=60s&text=e");

    private static final int BUFFER = 64 << 10;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Sample> secondsByStatus = new TreeMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    private Attackers() {}

    static Attackers start(Server server, int clients) {
        Attackers attackers = new Attackers();
        for (int i = 0; i < clients; i++) {
            String path = WORST.get(i % WORST.size());
            URI uri = URI.create(server.destinationUrl() + path);
            Thread thread = new Thread(() -> attackers.askAgainAndAgain(uri), "attacker-" + i);
            thread.setDaemon(true);
            attackers.threads.add(thread);
        }
        attackers.threads.forEach(Thread::start);
        return attackers;
    }

    /** Seconds until the answer, for each status that was answered. */
    synchronized Map<String, Sample> answers() {
        return new TreeMap<>(secondsByStatus);
    }

    /** Hangs up. */
    @Override
    public void close() {
        closing = true;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askAgainAndAgain(URI uri) {
        while (!closing) {
            long begin = System.nanoTime();
            String status;
            try {
                status = ask(uri);
            } catch (IOException e) {
                status = "no answer: " + e.getMessage();
            } catch (InterruptedException e) {
                return;
            }
            if (!closing) {
                note(status, (System.nanoTime() - begin) / 1e9);
                awaitRefused(status);
            }
        }
    }

    /** Else it would measure how fast refusals can be sent, by clients on the same cores. */
    private static void awaitRefused(String status) {
        if (!status.startsWith("200")) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private String ask(URI uri) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
        boolean partial = answer.headers().firstValue("Logdrive-Partial").isPresent();
        try (InputStream body = answer.body()) {
            byte[] buffer = new byte[BUFFER];
            int count = body.read(buffer);
            while (count >= 0 && !closing) {
                String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                partial |= text.contains("\"partial\":true");
                count = body.read(buffer);
            }
        }
        return answer.statusCode() + (partial ? ", partial" : "");
    }

    private synchronized void note(String status, double seconds) {
        secondsByStatus.computeIfAbsent(status, s -> new Sample()).add(seconds);
    }
}

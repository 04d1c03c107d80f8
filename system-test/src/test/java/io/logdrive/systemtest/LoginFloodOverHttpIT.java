package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand wrong log-ins at once, seen from outside, while lines come in. */
@ExtendWith(ProcessLogs.class)
class LoginFloodOverHttpIT {
    private static final int FLOOD = 1_000;
    private static final int RATE = 2_000;
    private static final String HERE = "127.0.0.1";
    private static final String THERE = "127.0.0.2";
    private static final String ELSEWHERE = "127.0.0.3";
    private static final Duration SLACK = Duration.ofMinutes(3);

    /** Each a user that there is beside one that there is not. */
    private static final int ROUNDS = 5;

    @Test
    void disturbsNeitherLinesNorTheRightOneAndTellsNothing() throws Exception {
        Server server = Server.ofBoth(LoginFloodOverHttpIT.class).start();
        int port = server.httpPort();
        People people = People.of(port);
        Asker token = people.the("bearer-reader");
        AgentRun agent = server.agent(Integer.toString(RATE), "--duration", "30m");
        await("lines come").atMost(SLACK).until(() -> stored(token, port) > RATE);
        long before = stored(token, port);

        Flood flood = Flood.start(port);
        // On a slow machine its turn among those of the flood, at most six, may be long to wait
        // for.
        comesIn(THERE, port, "the-operator");
        int byToken = token.ask(port, "GET", "/destination/messages").statusCode();
        List<String> answers = flood.answers();
        long during = stored(token, port);

        assertThat(byToken).isEqualTo(200);
        Map<Integer, Integer> statuses = new TreeMap<>();
        answers.forEach(each -> statuses.merge(RawHttp.status(each), 1, Integer::sum));
        Figures.note("login flood, answered 401", statuses.getOrDefault(401, 0), "log-ins");
        Figures.note("login flood, lines stored meanwhile", (double) (during - before), "lines");
        assertThat(statuses.keySet()).as(statuses.toString()).containsOnly(401, 429);
        assertThat(during).as("stored meanwhile").isGreaterThan(before);
        assertThat(flood.kinds(429, true)).isEqualTo(flood.kinds(429, false)).hasSize(1);
        comesIn(HERE, port, "the-reader");
        tellsNobodyWhetherThereIsAUser(port);

        AgentRun.Summary summary = agent.finish(SLACK);
        await("all lines are stored")
                .atMost(SLACK)
                .until(() -> stored(token, port) == summary.sent());
        assertThat(summary.exitStatus()).isZero();
        assertThat(summary.confirmed()).isEqualTo(summary.sent());
        assertThat(summary.unsent()).isZero();
        assertThat(server.log()).doesNotContain("connection-refused", "canary-wrong");
        server.stop();
    }

    /** At the latest when it has waited as it is told to. */
    private static void comesIn(String from, int port, String user) {
        await(user + " may log in from " + from)
                .atMost(SLACK)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            String answer = logIn(from, port, user, People.PASSWORD);
                            assertThat(RawHttp.status(answer)).isIn(200, 429);
                            assertThat(
                                            answer.replaceFirst(
                                                    "(?s).*\r\nRetry-After: (\\d+)\r.*", "$1"))
                                    .satisfiesAnyOf(
                                            text -> assertThat(text).startsWith("HTTP/1.1 200"),
                                            text ->
                                                    assertThat(Integer.parseInt(text))
                                                            .isBetween(1, 60));
                            return RawHttp.status(answer) == 200;
                        });
    }

    /** Where nobody has been wrong yet, so that each try is looked at. */
    private static void tellsNobodyWhetherThereIsAUser(int port) throws IOException {
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            answers.add(timed(known, port, "the-reader"));
            answers.add(timed(unknown, port, "the-stranger"));
        }

        assertThat(answers.stream().map(LoginFloodOverHttpIT::withoutDate).distinct())
                .singleElement()
                .asString()
                .startsWith("HTTP/1.1 401 ");
        double ratio = (double) median(known) / median(unknown);
        Figures.note("wrong password, known to unknown user", ratio, "times as long");
        assertThat(ratio).isBetween(1 / 4.0, 4.0);
    }

    private static String timed(List<Long> nanos, int port, String user) throws IOException {
        long begin = System.nanoTime();
        String answer = logIn(ELSEWHERE, port, user, "canary-wrong");
        nanos.add(System.nanoTime() - begin);
        return answer;
    }

    private static long median(List<Long> values) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static String logIn(String from, int port, String user, String password)
            throws IOException {
        return RawHttp.post(
                from,
                port,
                "/destination/session",
                "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(user, password));
    }

    private static String withoutDate(String answer) {
        return answer.replaceFirst("\r\nDate: [^\r]*", "");
    }

    private static long stored(Asker asker, int port) throws IOException {
        return Http.JSON
                .readTree(asker.text(port, "GET", "/destination/ledger", "").body())
                .path("total")
                .path("stored")
                .asLong();
    }

    /** Wrong log-ins that all begin at once. Confined to the thread of the test. */
    private static final class Flood {
        private final List<CompletableFuture<String>> answers = new ArrayList<>();

        /** Half of them of a user that there is. */
        static Flood start(int port) throws Exception {
            Flood flood = new Flood();
            ExecutorService threads = Executors.newFixedThreadPool(FLOOD);
            CyclicBarrier all = new CyclicBarrier(FLOOD + 1);
            for (int i = 0; i < FLOOD; i++) {
                String user = i % 2 == 0 ? "the-admin" : "the-stranger";
                String password = "canary-wrong-" + i;
                flood.answers.add(
                        CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        all.await(1, TimeUnit.MINUTES);
                                        return logIn(HERE, port, user, password);
                                    } catch (Exception e) {
                                        throw new CompletionException(user + " " + password, e);
                                    }
                                },
                                threads));
            }
            all.await(1, TimeUnit.MINUTES);
            threads.shutdown();
            return flood;
        }

        List<String> answers() throws Exception {
            List<String> got = new ArrayList<>();
            for (CompletableFuture<String> each : answers) {
                got.add(each.get(SLACK.toSeconds(), TimeUnit.SECONDS));
            }
            return got;
        }

        /** What is answered with that status, once of each; numbers alone are left out. */
        List<String> kinds(int status, boolean known) throws Exception {
            List<String> all = answers();
            List<String> kinds = new ArrayList<>();
            for (int i = 0; i < FLOOD; i++) {
                String text = withoutDate(all.get(i));
                if ((i % 2 == 0) == known && RawHttp.status(text) == status) {
                    kinds.add(
                            text.replaceFirst("\r\nRetry-After: \\d+", "\r\nRetry-After: N")
                                    .replaceFirst("again in \\d+ s", "again in N s")
                                    .replaceFirst("\r\nContent-Length: \\d+", ""));
                }
            }
            return kinds.stream().distinct().toList();
        }
    }
}

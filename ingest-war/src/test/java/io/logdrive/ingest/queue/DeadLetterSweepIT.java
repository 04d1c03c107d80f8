package io.logdrive.ingest.queue;

import static io.logdrive.ingest.queue.DeadLetterBroker.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.payara.CrashPoint;
import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.payara.letters.LettersChanged;
import jakarta.jms.JMSException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of dead letters that are looked for and changed at once, on a real Artemis. */
class DeadLetterSweepIT {
    private static final Duration ENOUGH = Duration.ofMinutes(2);
    private static final int COUNT = 3_000;

    @TempDir private Path folder;
    private DeadLetterBroker broker;

    /** Retries all until it is killed at a crash point. */
    public static void main(String[] args) {
        try (DeadLetterBroker broker = new DeadLetterBroker(Path.of(args[0]))) {
            LetterChoice choice =
                    LetterChoice.toChange(List.of("red"), List.of(args[1]), Instant.now());
            System.out.println(
                    args[2].equals("retry")
                            ? broker.letters.retryAll(choice, ENOUGH)
                            : broker.letters.deleteAll(choice, ENOUGH));
        }
    }

    @BeforeEach
    void start() {
        broker = new DeadLetterBroker(folder);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void sendsAllThatMatchAgainWholeAndLeavesTheOthersWhereTheyAre() throws JMSException {
        broker.die(COUNT, i -> i % 3 == 0 ? "RED " + i : "blue " + i);
        List<String> others = ids(broker.list("blue", COUNT));

        LettersChanged changed = broker.letters.retryAll(broker.until("red"), ENOUGH);

        assertThat(changed).isEqualTo(new LettersChanged(COUNT / 3, 0, List.of(), false));
        assertThat(ids(broker.list("*", COUNT))).isEqualTo(others).hasSize(COUNT / 3 * 2);
        assertThat(broker.depth.snapshot().chunks()).isEqualTo(COUNT / 3);
        assertThat(broker.queued())
                .isEqualTo(LongStream.range(0, COUNT).filter(i -> i % 3 == 0).boxed().toList());
    }

    @Test
    void givesAllUpThatMatchAndTellsTheLedgerOfEach() throws JMSException {
        broker.die(COUNT, i -> i % 3 == 0 ? "RED " + i : "blue " + i);

        LettersChanged changed = broker.letters.deleteAll(broker.until("blue"), ENOUGH);

        assertThat(changed).isEqualTo(new LettersChanged(COUNT / 3 * 2, 0, List.of(), false));
        assertThat(broker.list("*", 1).count()).isEqualTo(COUNT / 3);
        assertThat(broker.list("blue", 1).count()).isZero();
        assertThat(broker.formats()).containsOnly("NONE").hasSize(COUNT / 3 * 2);
    }

    @Test
    void touchesNothingThatDiedAfterSomebodyLooked() throws Exception {
        broker.die(500, i -> "red");
        LetterChoice seen = broker.until("*");
        long tick = System.currentTimeMillis();
        await().until(() -> System.currentTimeMillis() > tick + 1);
        broker.die(500, i -> "red, later");

        assertThat(broker.letters.deleteAll(seen, ENOUGH).done()).isEqualTo(500);

        assertThat(broker.list("*", 1).count()).isEqualTo(500);
        assertThat(broker.list("later", 1).count()).isEqualTo(500);
    }

    @Test
    void refusesWhatIsNoChunkOnceAndGoesPastIt() throws JMSException {
        broker.strays(300);
        broker.die(500, i -> "red");

        LettersChanged retried = broker.letters.retryAll(broker.until("*"), ENOUGH);

        assertThat(retried.done()).isEqualTo(500);
        assertThat(retried.refused()).isEqualTo(300);
        assertThat(retried.more()).isFalse();
        assertThat(retried.reasons())
                .hasSize(5)
                .allMatch(reason -> reason.endsWith(": expected a chunk, found another message"));
        assertThat(broker.list("*", 1).count()).isEqualTo(300);
        assertThat(broker.letters.deleteAll(broker.until("*"), ENOUGH).done()).isEqualTo(300);
    }

    @Test
    void saysThatThereIsMoreWhenTimeRunsOutAndGoesOnWhenItIsAskedAgain() throws JMSException {
        broker.die(COUNT, i -> "red");
        LetterChoice choice = broker.until("red");

        LettersChanged first = broker.letters.retryAll(choice, Duration.ofNanos(1));
        long done = first.done();
        for (int calls = 1; calls < COUNT; calls++) {
            LettersChanged next = broker.letters.retryAll(choice, Duration.ofMillis(100));
            done += next.done();
            if (!next.more()) {
                break;
            }
        }

        assertThat(first.more()).isTrue();
        assertThat(first.done()).isBetween(1L, COUNT - 1L);
        assertThat(done).isEqualTo(COUNT);
        assertThat(broker.queued()).isEqualTo(LongStream.range(0, COUNT).boxed().toList());
    }

    @Test
    void asksNobodyToGoOnWhenThereWasNoTimeToReachOneThatMatches() throws JMSException {
        broker.die(500, i -> i == 499 ? "red" : "blue");

        assertThat(broker.letters.retryAll(broker.until("red"), Duration.ofNanos(1)))
                .isEqualTo(
                        new LettersChanged(
                                0,
                                0,
                                List.of(
                                        "no time for more than the 1 oldest, none of which was"
                                                + " changed"),
                                false));
    }

    @Test
    void letsOthersLookMeanwhileAndNobodyElseChangeMany() throws Exception {
        broker.die(COUNT, i -> "red");
        LetterChoice choice = broker.until("red");
        List<LettersChanged> changed = Collections.synchronizedList(new ArrayList<>());
        Thread first = new Thread(() -> changed.add(broker.letters.retryAll(choice, ENOUGH)));
        first.start();
        await().until(() -> broker.depth.enqueued().chunks() > 0);

        assertThatThrownBy(() -> broker.letters.deleteAll(choice, ENOUGH))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("many are being changed already");
        assertThat(broker.list("*", 1).count()).isLessThan(COUNT);
        first.join();

        assertThat(changed).extracting(LettersChanged::done).containsExactly((long) COUNT);
    }

    @Test
    void listsThoseThatMatchInPagesAndCountsThem() throws JMSException {
        broker.die(COUNT, i -> i % 3 == 0 ? "RED " + i : "blue " + i);

        DeadLetterPage first = broker.list("red", 2);
        String last = first.letters().get(1).id();
        DeadLetterPage second = broker.letters.list(show("red"), last, 2).orElseThrow();

        assertThat(first.count()).isEqualTo(COUNT / 3);
        assertThat(first.lines()).isEqualTo(COUNT / 3 * 2);
        assertThat(first.more()).isTrue();
        assertThat(first.untilMillis()).isEqualTo(first.letters().get(0).atMillis());
        assertThat(reasons(first)).containsExactly("RED 2997", "RED 2994");
        assertThat(reasons(second)).containsExactly("RED 2991", "RED 2988");
        assertThat(broker.list(first.letters().get(0).id(), 2).count()).isEqualTo(1);
        assertThat(broker.list(ORIGIN.peer(), 1).count()).isEqualTo(COUNT);
        assertThat(broker.list(ORIGIN.id().toString(), 1).count()).isEqualTo(COUNT);
        assertThat(broker.list("green", 1))
                .isEqualTo(new DeadLetterPage(List.of(), false, 0, 0, 0, false));
    }

    /** A broker takes by ids only what it has in memory; what is before must go first. */
    @Test
    void seesThoseBehindMoreThanTheBrokerHasInMemoryAndSaysThatTheOthersComeFirst()
            throws JMSException {
        String padding = "x".repeat(60_000);
        broker.die(2_000, i -> i < 1_950 ? "blue" : "red", padding);
        DeadLetterPage page = broker.list("red", 1);

        LettersChanged changed = broker.letters.retryAll(broker.until("red"), ENOUGH);

        assertThat(page.count()).isEqualTo(50);
        assertThat(page.partial()).isFalse();
        assertThat(broker.letters.find(page.letters().get(0).id())).isPresent();
        assertThat(broker.letters.retry(page.letters().get(0).id()))
                .isEqualTo(DeadLetterQueue.Change.BEHIND);
        assertThat(changed)
                .isEqualTo(
                        new LettersChanged(
                                0, 50, Collections.nCopies(5, DeadLetterSweep.BEHIND), false));
        assertThat(broker.letters.deleteAll(broker.until("*"), ENOUGH).done()).isEqualTo(2_000);
        assertThat(broker.list("*", 1).count()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"DEAD_LETTERS_SENT", "DEAD_LETTERS_COMMITTED"})
    void hasEachInOnePlaceAfterAKillInTheMiddle(CrashPoint point) throws Exception {
        broker.die(1_000, i -> "red");
        String until = Instant.ofEpochMilli(broker.list("*", 1).untilMillis()).toString();
        broker.close();

        Path errors = folder.resolve("stderr.log");
        Process process = process(point, until, errors.toFile());
        assertThat(process.waitFor()).as(Files.readString(errors)).isEqualTo(CrashPoint.STATUS);

        broker = new DeadLetterBroker(folder);
        List<Long> all = new ArrayList<>(broker.queued());
        int moved = all.size();
        broker.letters.list(LetterChoice.every(), "", 1_000).orElseThrow().letters().stream()
                .map(DeadLetterSweepIT::first)
                .forEach(all::add);
        Collections.sort(all);
        assertThat(all).isEqualTo(LongStream.range(0, 1_000).boxed().toList());
        // The third transaction of 100 was under way, or done.
        assertThat(moved).isEqualTo(point == CrashPoint.DEAD_LETTERS_SENT ? 200 : 300);
    }

    private Process process(CrashPoint point, String until, File errors) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dio.logdrive.drill.crash=" + point.word() + ":3",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeadLetterSweepIT.class.getName(),
                        folder.toString(),
                        until,
                        "retry")
                .redirectError(errors)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static LetterChoice show(String filter) {
        return LetterChoice.toShow(List.of(filter));
    }

    private static long first(DeadLetter letter) {
        Chunk chunk = letter.chunk();
        assertThat(chunk).isNotNull();
        return chunk == null ? -1 : chunk.first();
    }

    private static List<String> ids(DeadLetterPage page) {
        return page.letters().stream().map(DeadLetter::id).toList();
    }

    private static List<String> reasons(DeadLetterPage page) {
        return page.letters().stream().map(DeadLetter::reason).toList();
    }
}

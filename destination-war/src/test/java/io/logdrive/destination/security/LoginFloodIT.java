package io.logdrive.destination.security;

import static io.logdrive.destination.security.TestAccess.HERE;
import static io.logdrive.destination.security.TestAccess.PASSWORD;
import static io.logdrive.destination.security.TestAccess.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thousand wrong log-ins at once. */
class LoginFloodIT {
    private static final int FLOOD = 1_000;

    /** Some milliseconds each: were two at work at once, that would be seen. */
    private static final int ITERATIONS = 20_000;

    @RegisterExtension final TestAccess test = new TestAccess(TestDatabase.H2, ITERATIONS);

    @Test
    void worksOnFewOfThemOneAtATimeAndLetsTheRightOneInElsewhere() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(FLOOD);
        try {
            test.add("alice", Role.ADMIN);
            // She is let in without a wait for others here, as long as she is right.
            assertThat(test.basic("alice", PASSWORD, HERE)).isInstanceOf(Verdict.Known.class);
            String token = test.token("alice", Role.READER, null, null).whole();
            test.derivation.taken();
            CountDownLatch all = new CountDownLatch(1);
            List<CompletableFuture<Verdict>> wrong = new ArrayList<>();
            for (int i = 0; i < FLOOD; i++) {
                // Half of them of a user that there is, half of one that there is not.
                String name = i % 2 == 0 ? "alice" : "nobody";
                String password = "canary-wrong-" + i;
                wrong.add(
                        CompletableFuture.supplyAsync(
                                () -> {
                                    pass(all);
                                    return test.basic(name, password, HERE);
                                },
                                threads));
            }
            all.countDown();
            Verdict right = test.basic("alice", PASSWORD, THERE);
            Verdict byToken = test.bearer(token);
            CompletableFuture.allOf(wrong.toArray(new CompletableFuture<?>[0]))
                    .get(5, TimeUnit.MINUTES);

            assertThat(right).isInstanceOf(Verdict.Known.class);
            assertThat(byToken).isInstanceOf(Verdict.Known.class);
            List<Verdict> alice = new ArrayList<>();
            List<Verdict> nobody = new ArrayList<>();
            for (int i = 0; i < FLOOD; i++) {
                (i % 2 == 0 ? alice : nobody).add(wrong.get(i).get());
            }
            for (List<Verdict> each : List.of(alice, nobody)) {
                assertThat(each)
                        .allMatch(
                                verdict ->
                                        verdict instanceof Verdict.Refused
                                                || verdict instanceof Verdict.Throttled);
                // Slips, those that were under way then, and the one after each second.
                assertThat(each.stream().filter(Verdict.Refused.class::isInstance).count())
                        .isLessThanOrEqualTo(60);
            }
            assertThat(test.derivation.most).hasValue(1);
            assertThat(test.derivation.taken()).isLessThanOrEqualTo(121);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

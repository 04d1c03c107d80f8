package io.logdrive.ingest.listen;

import static io.logdrive.ingest.listen.Admission.Answer.ADMITTED;
import static io.logdrive.ingest.listen.Admission.Answer.TOO_FEW_DESCRIPTORS;
import static io.logdrive.ingest.listen.Admission.Answer.TOO_MANY;
import static io.logdrive.ingest.listen.Admission.Answer.TOO_MANY_OF_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final InetAddress one = address(1);
    private final InetAddress other = address(2);

    @Test
    void admitsUpToTheMaximumOfAll() {
        Admission admission = new Admission(2, 2);

        assertThat(admission.enter(one)).isEqualTo(ADMITTED);
        assertThat(admission.enter(other)).isEqualTo(ADMITTED);
        assertThat(admission.enter(other)).isEqualTo(TOO_MANY);
        admission.leave(one);
        assertThat(admission.enter(other)).isEqualTo(ADMITTED);
        assertThat(admission.limit(TOO_MANY)).isEqualTo(2);
    }

    @Test
    void admitsUpToTheMaximumOfAnAddress() {
        Admission admission = new Admission(10, 1);

        assertThat(admission.enter(one)).isEqualTo(ADMITTED);
        assertThat(admission.enter(one)).isEqualTo(TOO_MANY_OF_ADDRESS);
        assertThat(admission.enter(other)).isEqualTo(ADMITTED);
        assertThat(admission.limit(TOO_MANY_OF_ADDRESS)).isEqualTo(1);
        assertThat(admission.connections()).isEqualTo(2);
    }

    @Test
    void saysThatDescriptorsAreTheReasonWhenTheyAre() {
        Admission admission = new Admission(10, 10);
        admission.lowerTo(1);

        assertThat(admission.enter(one)).isEqualTo(ADMITTED);
        assertThat(admission.enter(one)).isEqualTo(TOO_FEW_DESCRIPTORS);
        assertThat(admission.limit(TOO_FEW_DESCRIPTORS)).isEqualTo(1);
    }

    @Test
    void isNeverRaisedAboveTheConfiguration() {
        Admission admission = new Admission(1, 1);
        admission.lowerTo(5);

        assertThat(admission.enter(one)).isEqualTo(ADMITTED);
        assertThat(admission.enter(other)).isEqualTo(TOO_MANY);
    }

    @Test
    void forgetsAddressesThatLeft() throws InterruptedException, ExecutionException {
        Admission admission = new Admission(1_000, 3);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> tasks = new ArrayList<>();
        for (int task = 0; task < 4; task++) {
            tasks.add(
                    threads.submit(
                            () -> {
                                for (int i = 0; i < 20_000; i++) {
                                    InetAddress address = address(i % 3);
                                    if (admission.enter(address) == ADMITTED) {
                                        admission.leave(address);
                                    }
                                }
                            }));
        }
        for (Future<?> task : tasks) {
            task.get();
        }
        threads.shutdown();

        assertThat(admission.connections()).isZero();
        assertThat(admission.addresses()).isZero();
    }

    @Test
    void leavesAQuarterOfFewDescriptorsAndAFixedPartOfMany() {
        assertThat(Descriptors.connectionsMax(200, 60)).isEqualTo(90);
        assertThat(Descriptors.connectionsMax(20_000, 300)).isEqualTo(19_444);
        assertThat(Descriptors.connectionsMax(100, 99)).isEqualTo(1);
        assertThat(Descriptors.connectionsMax(Long.MAX_VALUE, 300)).isEqualTo(Integer.MAX_VALUE);
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

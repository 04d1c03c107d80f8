package io.logdrive.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskGuardTest {
    private static final long MIB = 1L << 20;
    private static final long DISK = 10_000 * MIB;

    @TempDir private Path folder;
    private final DiskGuard guard = new DiskGuard(512 * MIB);

    @Test
    void closesBelowTheReserveAndOpensWithAnEighthMore() {
        assertThat(guard.look(512 * MIB, DISK, 0, 0)).isTrue();
        assertThat(guard.look(512 * MIB - 1, DISK, 0, 0)).isFalse();
        assertThat(guard.look(575 * MIB, DISK, 0, 0)).isFalse();
        assertThat(guard.look(576 * MIB, DISK, 0, 0)).isTrue();
        assertThat(guard.look(512 * MIB, DISK, 0, 0)).isTrue();
    }

    @Test
    void acceptsOnALargeDiskThatIsNearlyFullByPerCent() {
        assertThat(guard.look(20_000 * MIB, 1_000_000 * MIB, 0, 0)).isTrue();
    }

    @Test
    void keepsTenSecondsOfIntakeFree() {
        for (long second = 0; second <= 10; second++) {
            guard.look(DISK, DISK, second * 50 * MIB, TimeUnit.SECONDS.toNanos(second));
        }

        // 50 MiB a second for ten seconds, written twice.
        assertThat(guard.reserve()).isEqualTo(1_000 * MIB);
        assertThat(guard.look(999 * MIB, DISK, 500 * MIB, TimeUnit.SECONDS.toNanos(10))).isFalse();
    }

    @Test
    void keepsNoMoreThanAnEighthOfTheDiskForTheIntake() {
        guard.look(DISK, DISK, 0, 0);
        guard.look(DISK, DISK, 1_000 * MIB, TimeUnit.SECONDS.toNanos(1));

        assertThat(guard.reserve()).isEqualTo(DISK / 8);
    }

    @Test
    void allowsBetweenTwoLooksNoMoreThanHalfOfTheReserveCanBear() {
        guard.look(600 * MIB, DISK, 0, 0);

        assertThat(guard.allowance(600 * MIB)).isEqualTo(172 * MIB);
        assertThat(guard.allowance(100 * MIB)).isZero();
    }

    @Test
    void ballastTakesUpItsRoomUntilItIsDropped() throws IOException {
        Path file = folder.resolve("ballast");
        Ballast ballast = new Ballast(file, 3 * MIB + 5);

        assertThat(ballast.isThere()).isFalse();
        ballast.build();
        assertThat(ballast.isThere()).isTrue();
        assertThat(file).hasSize(3 * MIB + 5);
        assertThat(ballast.drop()).isTrue();
        assertThat(ballast.drop()).isFalse();
    }

    @Test
    void ballastThatFindsNoFolderLeavesNothing() {
        Ballast ballast = new Ballast(folder.resolve("none").resolve("ballast"), MIB);

        assertThatThrownBy(ballast::build).isInstanceOf(IOException.class);
        assertThat(folder.resolve("none")).doesNotExist();
    }
}

package io.logdrive.systemtest;

import java.util.Random;

/** Fills a disk. Confined to the thread of the drill. */
final class DiskFiller {
    void fill(FaultOutcome outcome, Random random) {
        throw new IllegalStateException("not yet");
    }
}

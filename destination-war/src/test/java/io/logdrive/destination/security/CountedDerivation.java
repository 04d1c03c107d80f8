package io.logdrive.destination.security;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A derivation that counts its work, and how much of it is done at once. Thread-safe. */
final class CountedDerivation implements KeyDerivation {
    final List<Integer> iterations = new ArrayList<>();
    final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger atWork = new AtomicInteger();
    private final KeyDerivation real = new Pbkdf2();

    @Override
    public byte[] derive(String password, byte[] salt, int count) {
        most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        try {
            synchronized (iterations) {
                iterations.add(count);
            }
            return real.derive(password, salt, count);
        } finally {
            atWork.decrementAndGet();
        }
    }

    /** How often something was derived since the last call. */
    int taken() {
        synchronized (iterations) {
            int size = iterations.size();
            iterations.clear();
            return size;
        }
    }
}

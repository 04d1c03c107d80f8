package io.logdrive.benchmarks;

/** The measurement cannot be made, or what it found is wrong: then there are no figures. */
final class BenchmarkException extends RuntimeException {
    /** {@code message} says what was expected and what was found. */
    BenchmarkException(String message) {
        super(message);
    }

    /** As above. */
    BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }
}

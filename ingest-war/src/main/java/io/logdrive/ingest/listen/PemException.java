package io.logdrive.ingest.listen;

/** A PEM file that does not hold what it should. */
final class PemException extends Exception {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final String found;

    PemException(String expected, String found, Throwable cause) {
        super("expected " + expected + ", found " + found, cause);
        this.expected = expected;
        this.found = found;
    }

    PemException(String expected, String found) {
        super("expected " + expected + ", found " + found);
        this.expected = expected;
        this.found = found;
    }

    String expected() {
        return expected;
    }

    String found() {
        return found;
    }
}

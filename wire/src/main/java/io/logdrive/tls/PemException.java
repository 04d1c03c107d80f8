package io.logdrive.tls;

/** A PEM file that does not hold what it should. */
public final class PemException extends Exception {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final String found;

    PemException(String expected, String found) {
        super("expected " + expected + ", found " + found);
        this.expected = expected;
        this.found = found;
    }

    /** What was expected of the file. */
    public String expected() {
        return expected;
    }

    /** What it holds instead; never what is secret. */
    public String found() {
        return found;
    }
}

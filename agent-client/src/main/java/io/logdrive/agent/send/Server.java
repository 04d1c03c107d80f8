package io.logdrive.agent.send;

/**
 * An address: where an ingest listens, say.
 *
 * <p>Immutable.
 */
public record Server(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException saying what was expected and found
     */
    public static Server parse(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        // Several in one text, or an address of the web, are no host of theirs.
        boolean host = colon > 0 && text.substring(0, colon).matches("[^\\s,/]+");
        if (!host || !port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > PORT_MAX) {
            throw new IllegalArgumentException("expected HOST:PORT, found " + text);
        }
        return new Server(text.substring(0, colon), Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

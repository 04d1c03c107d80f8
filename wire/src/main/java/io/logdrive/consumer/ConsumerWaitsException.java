package io.logdrive.consumer;

/**
 * Says that the consumer can do nothing for now, and for what it waits. It is tried again as after
 * any other exception; only the state that is shown has a word of its own.
 *
 * <p>Thread-safe.
 */
public final class ConsumerWaitsException extends Exception {
    private final String state;

    /**
     * @param state a word for the state: {@code waiting-for-disk}
     * @param reason what is missing, and what would help
     */
    public ConsumerWaitsException(String state, String reason) {
        super(reason);
        this.state = state;
    }

    /** The word for the state. */
    public String state() {
        return state;
    }
}

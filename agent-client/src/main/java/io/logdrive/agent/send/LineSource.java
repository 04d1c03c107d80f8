package io.logdrive.agent.send;

/** Where a connection's lines come from. Confined to the thread that sends. */
public interface LineSource {
    /** The longest line it can give, in bytes with its newline. */
    int lineBytesMax();

    /**
     * Writes the next line, newline included, into {@code target} from {@code at} on, where there
     * is room for {@link #lineBytesMax}.
     *
     * @return the position after the newline
     */
    int put(byte[] target, int at);
}

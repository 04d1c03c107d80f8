package io.logdrive.agent.config;

/**
 * What may be set.
 *
 * @param name of the option, without its dashes
 * @param several whether it takes any number of values
 * @param scope where in the file it may stand
 *     <p>Immutable.
 */
public record Key(String name, boolean several, Scope scope) {
    /** Where in the file a key may stand. Immutable. */
    public enum Scope {
        /** In an input, or at the top for all of them. */
        INPUT,
        /** At the top only. */
        AGENT,
        /** Nowhere: it concerns one run, or says where the file is. */
        COMMAND
    }
}

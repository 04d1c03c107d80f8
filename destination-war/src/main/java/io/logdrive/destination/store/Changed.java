package io.logdrive.destination.store;

/** What became of a change of users or tokens. */
public enum Changed {
    /** It is done and committed. */
    DONE,
    /** There is no such user or token. */
    UNKNOWN,
    /** The name is taken. */
    TAKEN,
    /** There are as many as there may be. */
    FULL,
    /** Nobody would be left who may add users: an enabled admin must stay. */
    NO_ADMIN
}

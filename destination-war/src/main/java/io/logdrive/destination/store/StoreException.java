package io.logdrive.destination.store;

import org.jspecify.annotations.Nullable;

/** The database cannot be opened, or a query could not be answered. */
public class StoreException extends RuntimeException {
    /** {@code message} says what and why; {@code cause} is the driver's exception. */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A query took longer than its timeout. */
    public static final class Timeout extends StoreException {
        /** As above. */
        public Timeout(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Who asked has said that nobody waits for the answer. */
    public static final class Ended extends StoreException {
        /** In the same words always. */
        public Ended() {
            super("query: ended by who asked", null);
        }
    }

    /** All connections for queries are busy. */
    public static final class Busy extends StoreException {
        /** As above. */
        public Busy(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The database does not answer. */
    public static final class Away extends StoreException {
        /** As above. */
        public Away(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Another process has the database for itself. */
    public static final class InUse extends StoreException {
        /** As above. */
        public InUse(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}

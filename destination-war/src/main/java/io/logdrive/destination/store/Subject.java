package io.logdrive.destination.store;

/**
 * What of a message is looked at.
 *
 * <p>Immutable.
 *
 * @param name of the field; dots lead into objects; else empty
 */
public record Subject(Kind kind, String name) {
    /** The subject of a kind that has no name. */
    public static Subject of(Kind kind) {
        return new Subject(kind, "");
    }

    /** The parsed field of that name. */
    public static Subject field(String name) {
        return new Subject(Kind.FIELD, name);
    }

    /** The sorts of subjects, and the column that each is read from. Immutable. */
    public enum Kind {
        LEVEL(MessageColumn.LEVEL, true),
        SERVICE(MessageColumn.SERVICE, true),
        HOST(MessageColumn.HOST, true),
        ORIGIN(MessageColumn.ORIGIN, true),
        MESSAGE(MessageColumn.MESSAGE, false),
        TAG(MessageColumn.TAGS, false),
        FIELD(MessageColumn.FIELDS, false);

        private final MessageColumn column;
        private final boolean whole;

        Kind(MessageColumn column, boolean whole) {
            this.column = column;
            this.whole = whole;
        }

        MessageColumn column() {
            return column;
        }

        /** Whether the column holds one short value and nothing else, which SQL can group by. */
        boolean isWholeColumn() {
            return whole;
        }
    }
}

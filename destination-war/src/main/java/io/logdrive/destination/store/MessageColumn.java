package io.logdrive.destination.store;

/** A column of {@code message}, in the order of the table. Immutable. */
public enum MessageColumn {
    ID("id"),
    TIME("event_time"),
    RECEIVED("received_time"),
    LEVEL("level"),
    SERVICE("service"),
    HOST("host"),
    ORIGIN("origin_id"),
    SEQUENCE("sequence"),
    TAGS("tags"),
    MESSAGE("body"),
    FIELDS("fields"),
    FLAGS("flags");

    private final String sqlName;

    MessageColumn(String sqlName) {
        this.sqlName = sqlName;
    }

    String sqlName() {
        return sqlName;
    }
}

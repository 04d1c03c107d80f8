package io.logdrive.destination.store;

/**
 * What was done by whom.
 *
 * <p>Immutable; long texts are cut.
 *
 * @param who the caller's name
 * @param address where it came from
 * @param what such as {@code user-add}
 * @param target what it was done to
 * @param outcome what it came to, or what was changed; never a secret
 */
public record AuditEntry(String who, String address, String what, String target, String outcome) {
    private static final int CHARS_MAX = 200;

    /** Cuts what is too long. */
    public AuditEntry {
        who = cut(who);
        address = cut(address);
        what = cut(what);
        target = cut(target);
        outcome = cut(outcome);
    }

    private static String cut(String text) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace('\0', '?');
        return clean.length() <= CHARS_MAX ? clean : clean.substring(0, CHARS_MAX - 1) + "…";
    }
}

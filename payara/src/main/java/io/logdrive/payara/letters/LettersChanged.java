package io.logdrive.payara.letters;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * What became of the dead letters that were to be changed in one piece of work; as JSON, the answer
 * of both WARs.
 *
 * <p>Immutable.
 *
 * @param done how many were sent again, stored or given up
 * @param refused how many stay what they were
 * @param reasons why, of the first few
 * @param more whether there was no time for the rest: the same again goes on
 */
@JsonbPropertyOrder({"done", "refused", "reasons", "more"})
public record LettersChanged(long done, long refused, List<String> reasons, boolean more) {
    /** Copies the reasons. */
    public LettersChanged {
        reasons = List.copyOf(reasons);
    }

    /** For a log line. */
    @Override
    public String toString() {
        return "done=" + done + " refused=" + refused + " more=" + more;
    }
}

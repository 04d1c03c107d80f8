package io.logdrive.destination.query;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.destination.store.Ending;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What runs under ids that clients have chosen, so that they can end it. An id is its caller's:
 * another's is unknown. Several requests may have the same; they are ended together.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class RunningQueries {
    /** Far more than there are threads that answer; what is beyond runs to its end. */
    static final int MAX = 1_000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    @GuardedBy("running")
    private final List<Running> running = new ArrayList<>();

    /**
     * Begins what its caller may end.
     *
     * @param caller the name of who asks
     * @throws QueryProblem 400 when the id is none
     */
    Running begin(String caller, String id) {
        check(id);
        Running begun = new Running(caller, id, new Ending());
        synchronized (running) {
            if (running.size() < MAX) {
                running.add(begun);
            }
        }
        return begun;
    }

    /**
     * Ends all that runs under this id of this caller's.
     *
     * @throws QueryProblem 400 when the id is none
     */
    void end(String caller, String id) {
        check(id);
        List<Running> found;
        synchronized (running) {
            found =
                    running.stream()
                            .filter(each -> each.caller.equals(caller) && each.id.equals(id))
                            .toList();
        }
        found.forEach(each -> each.ending.end());
    }

    /** How many run. */
    int size() {
        synchronized (running) {
            return running.size();
        }
    }

    private static void check(@Nullable String id) {
        if (id == null || !ID.matcher(id).matches()) {
            throw QueryProblem.of(
                    EndableQueries.HEADER,
                    "1 to 64 of A-Z, a-z, 0-9 and -",
                    id == null ? "none" : Parameters.quoted(id));
        }
    }

    /** What runs until it is closed. Immutable. */
    final class Running implements AutoCloseable {
        private final String caller;
        private final String id;
        private final Ending ending;

        private Running(String caller, String id, Ending ending) {
            this.caller = caller;
            this.id = id;
            this.ending = ending;
        }

        Ending ending() {
            return ending;
        }

        @Override
        public void close() {
            synchronized (running) {
                // By identity: another may have the same id.
                running.remove(this);
            }
        }
    }
}

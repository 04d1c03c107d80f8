package io.logdrive.agent.tail;

import java.nio.file.Path;
import java.util.List;

/**
 * Files that are read alike.
 *
 * @param include which; one or more
 * @param exclude which of those not
 * @param fromEnd whether files that are there when it is first used are read from their end
 * @param cut how their bytes become events
 * @param leaving how their events leave
 *     <p>Immutable.
 */
public record InputConfig(
        List<PathPattern> include,
        List<PathPattern> exclude,
        boolean fromEnd,
        CutConfig cut,
        Leaving leaving) {
    /** How the events of that file leave. */
    Leaving leavingOf(Path path) {
        return cut.container()
                ? new Leaving(PodPath.addedTo(leaving.attributes(), path), leaving.shape())
                : leaving;
    }
}

package io.logdrive.agent.tail;

import java.nio.file.Path;
import java.util.List;

/**
 * Files that are read alike.
 *
 * @param name what it is called; empty: its number
 * @param include which; one or more
 * @param exclude which of those not
 * @param fromEnd whether files that are there when it is first used are read from their end
 * @param cut how their bytes become events
 * @param leaving how their events leave
 * @param rateMax events of all of them that are read in a second, before rules look at them; 0: as
 *     fast as can be
 *     <p>Immutable.
 */
public record InputConfig(
        String name,
        List<PathPattern> include,
        List<PathPattern> exclude,
        boolean fromEnd,
        CutConfig cut,
        Leaving leaving,
        long rateMax) {
    /** Without a name and read as fast as can be. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public InputConfig(
            List<PathPattern> include,
            List<PathPattern> exclude,
            boolean fromEnd,
            CutConfig cut,
            Leaving leaving) {
        this("", include, exclude, fromEnd, cut, leaving, 0);
    }

    /** The same, but for how bytes become events. */
    InputConfig cutBy(CutConfig other) {
        return new InputConfig(name, include, exclude, fromEnd, other, leaving, rateMax);
    }

    /** Its name, or where it has none its number, from 1 on. */
    public String nameOr(int number) {
        return name.isEmpty() ? String.valueOf(number) : name;
    }

    /** How the events of that file leave. */
    Leaving leavingOf(Path path) {
        return cut.container()
                ? new Leaving(PodPath.addedTo(leaving.attributes(), path), leaving.shape())
                : leaving;
    }
}

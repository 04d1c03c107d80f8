package io.logdrive.agent.generate;

import com.google.errorprone.annotations.Immutable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a line comes from.
 *
 * @param index its number among all that a run's lines can come from
 * @param host the name of its hosts, up to their number
 * @param hosts how many there are
 *     <p>Immutable.
 */
@Immutable
record Place(int index, String service, String host, int hosts) {
    private static final int HOSTS = 3;

    /** Those of the shop. */
    static List<Place> ofParts() {
        return Arrays.stream(Part.values()).map(part -> part.place).toList();
    }

    /** Services by other names, each with hosts of its own. */
    static List<Place> ofServices(List<String> names) {
        List<Place> places = new ArrayList<>();
        for (String name : names) {
            places.add(new Place(places.size(), name, name, HOSTS));
        }
        return places;
    }
}

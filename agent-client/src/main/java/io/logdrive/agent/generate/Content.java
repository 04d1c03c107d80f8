package io.logdrive.agent.generate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of a run say and how they are written, for all its connections.
 *
 * <p>Immutable.
 */
public final class Content {
    /** The shop's lines as JSON. */
    public static final Content JSON = new Content(LineFormat.JSON, null, null, Map.of());

    /** Nothing of the shop makes a longer line. */
    private static final int ROOM = 1_024;

    private static final int ROOM_OF_A_SERVICE = 2 * 64;

    private final Layout layout;
    private final @Nullable Weighted<Severity> levels;
    private final @Nullable Weighted<Place> services;
    private final int lineBytesMin;
    private final int lineBytesNatural;

    /**
     * @param levels how often which comes; null: as in the shop
     * @param services how often which comes; null: those of the shop
     * @param fields that each line has, in this order
     */
    public Content(
            LineFormat format,
            @Nullable Weighted<Severity> levels,
            @Nullable Weighted<String> services,
            Map<String, String> fields) {
        List<Place> others = services == null ? List.of() : Place.ofServices(services.values());
        this.layout = format.layout(others.isEmpty() ? Place.ofParts() : others, fields);
        this.levels = levels;
        this.services = services == null ? null : services.as(others);
        int room = ROOM + ROOM_OF_A_SERVICE + roomOf(fields);
        int least = LongestLine.bytes(layout, others, 1, room);
        int natural = LongestLine.bytes(layout, others, 0, room);
        this.lineBytesMin = Math.max(GeneratedLines.LINE_BYTES_MIN, least);
        this.lineBytesNatural = Math.max(GeneratedLines.NATURAL_BYTES_MAX, natural);
    }

    /** A character is three bytes at most, or two where it is escaped. */
    private static int roomOf(Map<String, String> fields) {
        return fields.entrySet().stream()
                .mapToInt(field -> 3 * (field.getKey().length() + field.getValue().length()) + 8)
                .sum();
    }

    /** The least length that can be asked for: shorter lines would not have what they must. */
    public int lineBytesMin() {
        return lineBytesMin;
    }

    /**
     * The room a line needs while it is made.
     *
     * @param lineBytes the length that is asked for, 0: none
     */
    public int lineBytesMax(int lineBytes) {
        return Math.max(lineBytesNatural, lineBytes);
    }

    Layout layout() {
        return layout;
    }

    /** Gives a line of the shop the level and the service that are drawn for it. */
    void mix(Note note, SeededRandom random) {
        if (services != null) {
            note.place = services.draw(random);
        }
        if (levels != null) {
            note.become(levels.draw(random), random);
        }
    }
}

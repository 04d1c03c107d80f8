package io.logdrive.payara;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one component and collects every problem, for one message at the end.
 *
 * <p>A value that is missing or refused reads as its default, so that reading can go on; {@link
 * #finish} then throws. Confined to the thread that starts the component.
 */
public final class ConfigurationReader {
    private static final long MIB = 1 << 20;
    private static final Pattern BYTES = Pattern.compile("(\\d{1,15})\\s*([KMGT]i?B|B)?");
    private static final String MASK = "********";
    private static final String ADDRESS = "host:port with a port of 0..65535";
    private static final String OFF = "off";

    private final String prefix;
    private final Settings settings;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> effective = new LinkedHashMap<>();

    /**
     * @param prefix what all keys of the component begin with, such as {@code logdrive.ingest.}
     * @param settings where the texts come from
     */
    public ConfigurationReader(String prefix, Settings settings) {
        this.prefix = prefix;
        this.settings = settings;
    }

    /** The whole name of a key of the component, for messages that name another one. */
    public String nameOf(String key) {
        return prefix + key;
    }

    /** A text as it is written, without surrounding blanks. */
    public String text(String key, String byDefault) {
        String found = find(key, byDefault);
        return found == null ? byDefault : found;
    }

    /** A text that is shown, in the log and by the API, as {@code shown} makes of it. */
    public String text(String key, String byDefault, UnaryOperator<String> shown) {
        String found = text(key, byDefault);
        effective.put(prefix + key, shown.apply(found));
        return found;
    }

    /** A whole number from {@code min} to {@code max}. */
    public int integer(String key, int byDefault, int min, int max) {
        String found = find(key, Integer.toString(byDefault));
        if (found == null) {
            return byDefault;
        }
        if (found.matches("-?\\d{1,18}")) {
            long number = Long.parseLong(found);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        refuse(key, min + ".." + max, found);
        return byDefault;
    }

    /** A number of bytes: {@code 65536}, {@code 64KiB}, {@code 1 MiB}, {@code 2GiB}. */
    public long bytes(String key, long byDefault, long min, long max) {
        String found = find(key, bytesText(byDefault));
        if (found == null) {
            return byDefault;
        }
        Matcher matcher = BYTES.matcher(found);
        if (matcher.matches()) {
            double scaled = (double) Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
            if (scaled >= min && scaled <= max) {
                return (long) scaled;
            }
        }
        refuse(key, bytesText(min) + ".." + bytesText(max) + " as 65536, 64KiB or 2GiB", found);
        return byDefault;
    }

    /**
     * A number of bytes that are kept on the heap: when nothing is said {@code most}, or on a small
     * heap one part of {@code parts} of it in whole mebibytes, but at least {@code min}.
     */
    public long heapBytes(String key, long most, int parts, long min, long max) {
        long part = Runtime.getRuntime().maxMemory() / parts / MIB * MIB;
        return bytes(key, Math.max(min, Math.min(most, part)), min, max);
    }

    /** An ISO 8601 duration: {@code PT10S}, {@code PT0.1S}, {@code P7D}. */
    public Duration duration(String key, Duration byDefault, Duration min, Duration max) {
        String found = find(key, byDefault.toString());
        if (found == null) {
            return byDefault;
        }
        try {
            Duration duration = Duration.parse(found);
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Not a duration: refused below in the same words as one out of bounds.
        }
        refuse(key, min + ".." + max + " as PT10S or P7D", found);
        return byDefault;
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key, boolean byDefault) {
        String found = find(key, Boolean.toString(byDefault));
        if (found == null) {
            return byDefault;
        }
        if (!found.equalsIgnoreCase("true") && !found.equalsIgnoreCase("false")) {
            refuse(key, "true or false", found);
            return byDefault;
        }
        return found.equalsIgnoreCase("true");
    }

    /**
     * A socket address {@code host:port}, an IPv6 host in brackets; port 0 lets the system choose.
     */
    public InetSocketAddress address(String key, String byDefault) {
        return address(key, byDefault, find(key, byDefault), ADDRESS);
    }

    /** A socket address as above; null when {@code off} is said. */
    public @Nullable InetSocketAddress addressOrOff(String key, String byDefault) {
        String found = find(key, byDefault);
        return OFF.equals(found) ? null : address(key, byDefault, found, OFF + " or " + ADDRESS);
    }

    private InetSocketAddress address(
            String key, String byDefault, @Nullable String found, String expected) {
        InetSocketAddress address = found == null ? null : SocketAddressText.parse(found);
        if (found != null && address == null) {
            refuse(key, expected, found);
        }
        if (address != null) {
            return address;
        }
        InetSocketAddress fallback = SocketAddressText.parse(byDefault);
        if (fallback == null) {
            throw new IllegalArgumentException(prefix + key + ": its default is no host:port");
        }
        return fallback;
    }

    /** A path, made absolute against the working directory. */
    public Path path(String key, String byDefault) {
        String found = find(key, byDefault);
        try {
            return Path.of(found == null ? byDefault : found).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            refuse(key, "a path", String.valueOf(found));
            return Path.of(byDefault).toAbsolutePath().normalize();
        }
    }

    /** A path as above; null when nothing is said. */
    public @Nullable Path pathOrNone(String key) {
        return text(key, "").isEmpty() ? null : path(key, "");
    }

    /** A secret, set by {@code key} or as the content of the file that {@code key-file} names. */
    public String secret(String key, String byDefault) {
        String fileKey = key + "-file";
        String file = settings.text(prefix + fileKey);
        effective.put(prefix + fileKey, file == null ? "" : file);
        String direct = settings.text(prefix + key);
        effective.put(prefix + key, direct == null && byDefault.isEmpty() ? "" : MASK);
        if (direct != null && file != null) {
            refuse(key, "either this or " + prefix + fileKey, "both");
        }
        if (file == null || file.isBlank()) {
            return direct == null ? byDefault : direct;
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            refuse(fileKey, "a readable file", file + " (" + e.getClass().getSimpleName() + ")");
            return byDefault;
        }
    }

    /**
     * Adds a problem that only the component can see, such as two values that exclude each other.
     */
    public void refuse(String key, String expected, String found) {
        problems.add(prefix + key + ": expected " + expected + ", found " + found);
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigurationException when any value was refused or an unknown key is set
     */
    public void finish() {
        problems.addAll(new UnknownKeys(prefix, effective.keySet()).problemsIn(settings));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    /** Every key with its value in force, {@code key=value} with blanks between, secrets masked. */
    public String effective() {
        StringJoiner joined = new StringJoiner(" ");
        effective.forEach((key, value) -> joined.add(key + "=" + value));
        return joined.toString();
    }

    /** As {@link #effective()}, by key, in the order they were read. */
    public Map<String, String> effectiveByKey() {
        return new LinkedHashMap<>(effective);
    }

    private @Nullable String find(String key, String byDefault) {
        String found = settings.text(prefix + key);
        String stripped = found == null || found.isBlank() ? null : found.strip();
        effective.put(prefix + key, stripped == null ? byDefault : stripped);
        return stripped;
    }

    private static double unit(@Nullable String word) {
        if (word == null || word.equals("B")) {
            return 1;
        }
        double base = word.length() == 3 ? 1024 : 1000;
        return Math.pow(base, "KMGT".indexOf(word.charAt(0)) + 1);
    }

    private static String bytesText(long bytes) {
        String[] units = {"", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long rest = bytes;
        while (rest != 0 && rest % 1024 == 0 && unit < units.length - 1) {
            rest /= 1024;
            unit++;
        }
        return rest + units[unit];
    }
}

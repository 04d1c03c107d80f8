package io.logdrive.agent.tail;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.function.Predicate;

/**
 * Which files are meant: a path, a glob ({@code *}, {@code ?}, {@code [ab]}, {@code {a,b}}, {@code
 * **} over folders), or {@code regex:} and a regular expression (RE2 syntax) that the whole
 * absolute path matches.
 *
 * <p>Immutable.
 */
public final class PathPattern {
    static final String REGEX = "regex:";
    private static final int DEPTH_MAX = 32;
    private static final String GLOB_CHARS = "*?[{";
    private static final String REGEX_CHARS = "\\^$.|?*+()[]{}";

    private final String text;
    private final Path base;
    private final int depth;
    private final Predicate<Path> matches;

    private PathPattern(String text, Path base, int depth, Predicate<Path> matches) {
        this.text = text;
        this.base = base;
        this.depth = depth;
        this.matches = matches;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException saying what was expected and found instead
     */
    public static PathPattern of(String text) {
        try {
            return text.startsWith(REGEX) ? regex(text) : glob(text);
        } catch (InvalidPathException e) {
            throw noGlob(text, e.getReason(), e);
        } catch (java.util.regex.PatternSyntaxException e) {
            throw noGlob(text, e.getDescription(), e);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "expected a regular expression, found "
                            + text.substring(REGEX.length())
                            + " ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    private static IllegalArgumentException noGlob(String text, String why, Exception cause) {
        return new IllegalArgumentException(
                "expected a path or glob, found " + text + " (" + why + ")", cause);
    }

    private static PathPattern glob(String text) {
        if (text.isEmpty() || text.endsWith("/")) {
            throw new IllegalArgumentException(
                    "expected a path or glob of files, found "
                            + (text.isEmpty() ? "nothing" : text));
        }
        String whole = text.startsWith("/") ? text : Path.of("").toAbsolutePath() + "/" + text;
        // No path that is found has an empty part, or one that stays where it is.
        String absolute = whole.replaceAll("/(?:\\.?/)+", "/");
        PathMatcher below = FileSystems.getDefault().getPathMatcher("glob:" + absolute);
        // As shells have it, ** also stands for no folder at all.
        String without = absolute.replace("/**/", "/");
        PathMatcher beside = FileSystems.getDefault().getPathMatcher("glob:" + without);
        Path base = base(absolute, GLOB_CHARS);
        int levels = (int) absolute.chars().filter(c -> c == '/').count() - depthOf(base);
        int depth = absolute.contains("**") ? DEPTH_MAX : levels;
        return new PathPattern(
                text, base, depth, path -> below.matches(path) || beside.matches(path));
    }

    private static PathPattern regex(String text) {
        String expression = text.substring(REGEX.length());
        Pattern pattern = Pattern.compile(expression);
        if (!expression.startsWith("/")) {
            throw new IllegalArgumentException(
                    "expected a regular expression of an absolute path, found " + expression);
        }
        Path base = base(expression, REGEX_CHARS);
        return new PathPattern(
                text, base, DEPTH_MAX, path -> pattern.matcher(path.toString()).matches());
    }

    /** The folder above the first part that may stand for several names. */
    private static Path base(String absolute, String wild) {
        Path base = Path.of("/");
        String[] parts = absolute.substring(1).split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            if (parts[i].chars().anyMatch(c -> wild.indexOf(c) >= 0)) {
                break;
            }
            base = base.resolve(parts[i]);
        }
        return base;
    }

    private static int depthOf(Path base) {
        return base.getNameCount();
    }

    /** The folder in and below which such files can be. */
    Path base() {
        return base;
    }

    /** How many levels below {@link #base} they can be, 1 for the folder itself. */
    int depth() {
        return depth;
    }

    /** Whether that absolute path is meant. */
    boolean matches(Path path) {
        return matches.test(path);
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.logdrive.agent.tail;

import com.google.re2j.Pattern;

/**
 * An event begins with each line that a regular expression (RE2 syntax) finds something in.
 *
 * <p>Thread-safe.
 */
final class PatternStart implements EventStart {
    private final Pattern pattern;

    PatternStart(Pattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public boolean isHeader(String line) {
        return true;
    }

    @Override
    public boolean begins(String line, boolean headed) {
        return pattern.matcher(line).find();
    }

    @Override
    public String word() {
        return CutText.wordOf(pattern);
    }
}

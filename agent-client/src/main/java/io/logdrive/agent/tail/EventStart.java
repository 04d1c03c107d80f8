package io.logdrive.agent.tail;

import com.google.re2j.Pattern;

/** Tells which lines begin an event of several lines. Thread-safe. */
public interface EventStart {
    /** What Java's loggers write: {@link JavaStart}. */
    static EventStart ofJava() {
        return new JavaStart();
    }

    /** Lines that the regular expression finds something in. */
    static EventStart of(Pattern pattern) {
        return new PatternStart(pattern);
    }

    /** Whether an event that begins with that line goes on over lines of no known shape. */
    boolean isHeader(String line);

    /**
     * Whether the line begins another event.
     *
     * @param headed what {@link #isHeader} says of the event's first line
     */
    boolean begins(String line, boolean headed);

    /** Says which it is, without blanks and commas: {@link CutText}. */
    String word();
}

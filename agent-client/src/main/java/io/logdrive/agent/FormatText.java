package io.logdrive.agent;

import io.logdrive.agent.generate.LineFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a format's name. Thread-safe. */
final class FormatText implements ITypeConverter<LineFormat> {
    @Override
    public LineFormat convert(String text) {
        for (LineFormat format : LineFormat.values()) {
            if (of(format).equals(text)) {
                return format;
            }
        }
        throw new TypeConversionException(
                "expected "
                        + oneOf(Arrays.stream(LineFormat.values()).map(FormatText::of).toList())
                        + ", found "
                        + text);
    }

    static String of(LineFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    /** {@code a, b or c}. */
    static String oneOf(List<String> words) {
        int last = words.size() - 1;
        return words.stream().limit(last).collect(Collectors.joining(", "))
                + " or "
                + words.get(last);
    }
}

package io.logdrive.agent;

import io.logdrive.agent.generate.Severity;
import io.logdrive.agent.generate.Weighted;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAME=WEIGHT,NAME=WEIGHT}. Thread-safe. */
final class WeightsText {
    private static final Pattern ONE = Pattern.compile("([^=,]+)=(\\d{1,7})");
    private static final String SERVICE_PATTERN = "[A-Za-z0-9._-]{1,32}";

    private WeightsText() {}

    /** Reads levels, in any case. Thread-safe. */
    static final class Levels implements ITypeConverter<Weighted<Severity>> {
        @Override
        public Weighted<Severity> convert(String text) {
            return read(text, "LEVEL", Levels::level);
        }

        private static Severity level(String name) {
            for (Severity severity : Severity.values()) {
                if (severity.name().equals(name.toUpperCase(Locale.ROOT))) {
                    return severity;
                }
            }
            throw new TypeConversionException(
                    "expected "
                            + FormatText.oneOf(
                                    Arrays.stream(Severity.values()).map(Severity::name).toList())
                            + ", found "
                            + name);
        }
    }

    /** Reads services' names. Thread-safe. */
    static final class Services implements ITypeConverter<Weighted<String>> {
        @Override
        public Weighted<String> convert(String text) {
            return read(text, "SERVICE", Services::service);
        }

        private static String service(String name) {
            if (!name.matches(SERVICE_PATTERN)) {
                throw new TypeConversionException(
                        "expected a service " + SERVICE_PATTERN + ", found " + name);
            }
            return name;
        }
    }

    private static <T> Weighted<T> read(String text, String label, Function<String, T> named) {
        Map<T, Integer> weights = new LinkedHashMap<>();
        String[] parts = text.split(",", -1);
        if (parts.length > Weighted.VALUES_MAX) {
            throw new TypeConversionException(
                    "expected at most " + Weighted.VALUES_MAX + ", found " + parts.length);
        }
        for (String part : parts) {
            Matcher one = ONE.matcher(part);
            int weight = one.matches() ? Integer.parseInt(one.group(2)) : 0;
            if (weight < 1 || weight > Weighted.WEIGHT_MAX) {
                throw new TypeConversionException(
                        "expected "
                                + label
                                + "=WEIGHT, WEIGHT in 1.."
                                + Weighted.WEIGHT_MAX
                                + ", found "
                                + part);
            }
            T name = named.apply(one.group(1));
            if (weights.put(name, weight) != null) {
                throw new TypeConversionException(
                        "expected each " + label + " once, found " + name + " again");
            }
        }
        return new Weighted<>(weights);
    }
}

package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.Aggregates.Group;
import io.logdrive.destination.store.Numbers;
import io.logdrive.destination.store.Subject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One figure of {@code fn}: {@code count}, {@code rate}, {@code avg(latency)}, {@code
 * p95(latency)}.
 *
 * <p>Immutable.
 *
 * @param text as it was asked for, the name of the figure in the answer
 * @param name count, rate, sum, avg, min, max, or p and a percentage
 * @param field whose numbers are meant; null for count and rate
 */
record StatsFunction(String text, String name, @Nullable Subject field) {
    private static final int MAX = 20;
    private static final MathContext QUANTILE_DIGITS = new MathContext(4);
    private static final Pattern MEASURE =
            Pattern.compile("(sum|avg|min|max|p\\d{1,2}(?:\\.\\d{1,3})?)\\(([^()]{1,200})\\)");

    /**
     * Reads them; {@code count} when there are none.
     *
     * @throws QueryProblem for the first that is wrong
     */
    static List<StatsFunction> of(List<String> texts) {
        if (texts.size() > MAX) {
            throw QueryProblem.of("fn", "at most " + MAX, String.valueOf(texts.size()));
        }
        List<StatsFunction> functions = new ArrayList<>();
        for (String text : texts.isEmpty() ? List.of("count") : texts) {
            functions.add(of(text));
        }
        return functions.stream().distinct().toList();
    }

    private static StatsFunction of(String text) {
        if (text.equals("count") || text.equals("rate")) {
            return new StatsFunction(text, text, null);
        }
        Matcher matcher = MEASURE.matcher(text);
        if (!matcher.matches() || matcher.group(2).isBlank()) {
            throw QueryProblem.of(
                    "fn",
                    "count, rate, sum(f), avg(f), min(f), max(f) or a percentile as p95(f)",
                    Parameters.quoted(text));
        }
        Subject field = ValueSyntax.subject(matcher.group(2).strip());
        if (field.kind() != Subject.Kind.FIELD) {
            throw QueryProblem.of("fn", "the name of a parsed field", Parameters.quoted(text));
        }
        return new StatsFunction(text, matcher.group(1), field);
    }

    /** The fields that must be measured, each once. */
    static List<Subject> fields(List<StatsFunction> functions) {
        return functions.stream()
                .map(StatsFunction::field)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Writes the figure; null when there was no number. */
    void write(JsonGenerator json, Group group, List<Subject> measured, double seconds)
            throws IOException {
        if (field == null) {
            if (name.equals("count")) {
                json.writeNumberField(text, group.count());
            } else {
                json.writeNumberField(text, group.count() / seconds);
            }
            return;
        }
        Numbers numbers = group.numbers().get(measured.indexOf(field));
        double figure = figure(numbers);
        if (numbers.count() == 0 || Double.isNaN(figure) || Double.isInfinite(figure)) {
            json.writeNullField(text);
        } else {
            json.writeNumberField(text, figure);
        }
    }

    private double figure(Numbers numbers) {
        return switch (name) {
            case "sum" -> numbers.sum();
            case "avg" -> numbers.sum() / numbers.count();
            case "min" -> numbers.min();
            case "max" -> numbers.max();
            default -> quantile(numbers, Double.parseDouble(name.substring(1)) / 100);
        };
    }

    /** Right to one percent, so that further digits would say what nobody knows. */
    private static double quantile(Numbers numbers, double part) {
        double figure = numbers.quantile(part);
        if (Double.isNaN(figure) || Double.isInfinite(figure)) {
            return figure;
        }
        double rounded = new BigDecimal(figure).round(QUANTILE_DIGITS).doubleValue();
        return Math.max(numbers.min(), Math.min(numbers.max(), rounded));
    }
}

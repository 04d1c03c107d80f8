package io.logdrive.destination.query;

import io.logdrive.destination.query.RandomMessages.Message;
import io.logdrive.wire.Level;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A filter by a seeded generator: the parameters that say it, and the same written down plainly as
 * a predicate. Confined to a test.
 */
final class RandomFilter {
    private final RandomMessages random;
    final Map<String, List<String>> parameters = new LinkedHashMap<>();
    Predicate<Message> predicate = message -> true;

    /** One that is a query alone, as a token's is. */
    static RandomFilter ofQuery(RandomMessages random) {
        RandomFilter filter = new RandomFilter(random, true);
        Said said = filter.expression(3);
        filter.add("query", said.text, said.predicate);
        return filter;
    }

    /** The text of the query. */
    String query() {
        return parameters.getOrDefault("query", List.of()).get(0);
    }

    RandomFilter(RandomMessages random) {
        this(random, false);
    }

    private void some() {
        if (random.below(3) == 0) {
            level();
        }
        if (random.below(3) == 0) {
            column("service", RandomMessages.SERVICES.subList(0, 5));
        }
        if (random.below(4) == 0) {
            column("host", RandomMessages.HOSTS);
        }
        if (random.below(4) == 0) {
            text();
        }
        if (random.below(4) == 0) {
            String tag = random.pick(RandomMessages.TAGS);
            add("tag", tag, message -> message.logRecord().tags().contains(tag));
        }
        if (random.below(3) == 0) {
            field();
        }
        if (random.below(2) == 0) {
            Said said = expression(3);
            add("query", said.text, said.predicate);
        }
        if (random.below(6) == 0) {
            regex();
        }
    }

    private RandomFilter(RandomMessages random, boolean empty) {
        this.random = random;
        if (!empty) {
            some();
        }
    }

    private void level() {
        Level level = random.pick(List.of(Level.values()));
        if (random.below(2) == 0) {
            add(
                    "minLevel",
                    level.name().toLowerCase(Locale.ROOT),
                    message -> severity(message) >= level.number());
        } else {
            add("level", level.name(), message -> severity(message) == level.number());
        }
    }

    private void column(String name, List<String> values) {
        String value = random.pick(values);
        String other = random.pick(values);
        if (random.below(2) == 0) {
            add(name, "!" + value, message -> !value.equals(of(name, message)));
        } else {
            add(
                    name,
                    value + "*",
                    message -> begins(of(name, message), value) || other.equals(of(name, message)));
            parameters.computeIfAbsent(name, any -> new ArrayList<>()).add(other);
        }
    }

    private void text() {
        String word = random.pick(RandomMessages.WORDS);
        String text = word.length() > 3 ? word.substring(1, 3) : word;
        add("text", text, message -> fold(body(message)).contains(fold(text)));
    }

    private void regex() {
        String regex =
                random.pick(List.of("(?i)time[d]?", "^[A-Z]", "\\d{3}", "(out|foo)+", "x{3}"));
        Pattern pattern = Pattern.compile(regex);
        add("regex", regex, message -> pattern.matcher(body(message)).find());
    }

    private void field() {
        String name = random.pick(RandomMessages.NAMES);
        String value = random.pick(RandomMessages.VALUES.subList(0, 9));
        switch (random.below(5)) {
            case 0 -> add("field." + name, value, any(name, value::equals));
            case 1 -> add("field." + name, "!" + value, any(name, value::equals).negate());
            case 2 -> add("field." + name, "*", message -> message.fields().containsKey(name));
            case 3 -> add("field." + name, ">=" + value, any(name, v -> compared(v, value) >= 0));
            default ->
                    add(
                            "field." + name,
                            "~^" + value.charAt(0),
                            any(name, v -> begins(v, "" + value.charAt(0))));
        }
    }

    private Said expression(int depth) {
        int kind = depth == 0 ? random.below(4) : random.below(8);
        return switch (kind) {
            case 0 -> word();
            case 1 -> phrase();
            case 2 -> range();
            case 3 -> presence();
            case 4 -> {
                Said inner = expression(depth - 1);
                yield new Said("-(" + inner.text + ")", inner.predicate.negate());
            }
            case 5 -> {
                Said a = expression(depth - 1);
                Said b = expression(depth - 1);
                yield new Said("(" + a.text + " OR " + b.text + ")", a.predicate.or(b.predicate));
            }
            default -> {
                Said a = expression(depth - 1);
                Said b = expression(depth - 1);
                yield new Said("(" + a.text + " " + b.text + ")", a.predicate.and(b.predicate));
            }
        };
    }

    private Said word() {
        String word =
                random.pick(List.of("timeout", "TIMED", "foo", "s", "k", "504", "größe", "i"));
        boolean prefix = random.below(2) == 0;
        return new Said(word + (prefix ? "*" : ""), message -> words(body(message), word, prefix));
    }

    private Said phrase() {
        String phrase = random.pick(RandomMessages.WORDS);
        return new Said(
                RandomMessages.quoted(phrase), message -> words(body(message), phrase, false));
    }

    private Said range() {
        String low = random.pick(List.of("400", "-5", "500"));
        String high = random.pick(List.of("504", "600"));
        return new Said(
                "status:[" + low + " TO " + high + "}",
                any("status", v -> compared(v, low) >= 0 && number(v) && compared(v, high) < 0));
    }

    private Said presence() {
        return random.below(2) == 0
                ? new Said("user:*", message -> message.fields().containsKey("user"))
                : new Said(
                        "http.path:\"\"",
                        message ->
                                !message.fields().containsKey("http.path")
                                        || message.fields().get("http.path").contains(""));
    }

    private void add(String name, String value, Predicate<Message> part) {
        parameters.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        predicate = predicate.and(part);
    }

    private static Predicate<Message> any(String name, Predicate<String> test) {
        return message -> message.fields().getOrDefault(name, List.of()).stream().anyMatch(test);
    }

    private static boolean words(String body, String word, boolean prefix) {
        String before = isWord(word.charAt(0)) ? "(?<![\\p{L}\\p{Nd}_])" : "";
        boolean bound = !prefix && isWord(word.charAt(word.length() - 1));
        String after = bound ? "(?![\\p{L}\\p{Nd}_])" : "";
        return Pattern.compile(before + Pattern.quote(fold(word)) + after)
                .matcher(fold(body))
                .find();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** Case as users see it, but for letters that only look like those of ASCII. */
    private static String fold(String text) {
        StringBuilder folded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            folded.append("\u212a\u017f\u0130".indexOf(c) >= 0 ? c : Character.toLowerCase(c));
        }
        return folded.toString();
    }

    private static int compared(String value, String operand) {
        if (!number(operand)) {
            return value.compareTo(operand);
        }
        return number(value) ? new BigDecimal(value).compareTo(new BigDecimal(operand)) : -1;
    }

    private static boolean number(String text) {
        return text.matches("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d{1,3})?");
    }

    private static boolean begins(@Nullable String text, String prefix) {
        return text != null && text.startsWith(prefix);
    }

    private static @Nullable String of(String name, Message message) {
        return name.equals("service") ? message.logRecord().service() : message.logRecord().host();
    }

    private static String body(Message message) {
        return message.logRecord().body();
    }

    private static int severity(Message message) {
        Level level = message.logRecord().level();
        return level == null ? -1 : level.number();
    }

    /** A term and what it means. Immutable. */
    private record Said(String text, Predicate<Message> predicate) {}
}

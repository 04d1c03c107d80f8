package io.logdrive.ingest.rules;

import java.util.List;

/** What a text has to be. Thread-safe. */
@FunctionalInterface
interface TextTest {
    boolean passes(String text);

    /** One of these; in each {@code *} stands for any characters. */
    static TextTest isOneOf(List<String> expected) {
        List<TextTest> tests = expected.stream().map(TextTest::is).toList();
        return tests.size() == 1
                ? tests.get(0)
                : text -> {
                    for (TextTest test : tests) {
                        if (test.passes(text)) {
                            return true;
                        }
                    }
                    return false;
                };
    }

    private static TextTest is(String expected) {
        if (expected.indexOf('*') < 0) {
            return expected::equals;
        }
        String[] parts = expected.split("\\*", -1);
        return text -> isLike(text, parts);
    }

    /** The first part at its begin, the last at its end, the others between in their order. */
    private static boolean isLike(String text, String[] parts) {
        String last = parts[parts.length - 1];
        int stop = text.length() - last.length();
        int at = parts[0].length();
        if (at > stop || !text.startsWith(parts[0]) || !text.endsWith(last)) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], at);
            at = found + parts[i].length();
            if (found < 0 || at > stop) {
                return false;
            }
        }
        return true;
    }

    /** A number that is no less. */
    static TextTest isAtLeast(double bound) {
        return text -> number(text) >= bound;
    }

    /** A number that is no more. */
    static TextTest isAtMost(double bound) {
        return text -> number(text) <= bound;
    }

    private static double number(String text) {
        boolean plain = !text.isEmpty() && text.length() <= 32;
        for (int i = 0; plain && i < text.length(); i++) {
            char c = text.charAt(i);
            plain = (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || (c | 32) == 'e';
        }
        try {
            return plain ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}

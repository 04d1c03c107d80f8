package io.logdrive.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequiredWordsTest {
    @Test
    void findsTheLongestWordOfEachAlternative() {
        assertThat(words("Failed password for \\w+ from")).containsExactly("Failed password for ");
        assertThat(words("login|log out|sshd\\[\\d+\\]"))
                .containsExactly("login", "log out", "sshd[");
        assertThat(words("(?i)Forbidden")).containsExactly("forbidden");
        assertThat(words("abc+def")).containsExactly("abc");
        assertThat(words("abcd?efg")).containsExactly("abc");
        assertThat(words("(?:x|y) needle (z)?")).containsExactly(" needle ");
        assertThat(words("foo{2}barn")).containsExactly("barn");
    }

    @Test
    void findsNoneWhereNoWordIsNeeded() {
        for (String pattern :
                List.of(
                        "a|bcd",
                        "x*",
                        "\\d+",
                        "(abc)",
                        "ab",
                        "(?i)mask",
                        "a(?i)bcd",
                        "\\Qa.b.c\\E",
                        "[abc]",
                        "abc|",
                        "(?s)abc.def")) {
            assertThat(words(pattern)).as(pattern).isEmpty();
            assertThat(RequiredWords.of(pattern).mayBeIn("")).as(pattern).isTrue();
        }
    }

    @Test
    void neverHidesWhatAnExpressionWouldFind() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {
            "abc", "abd", "x", "k", "S", "\\.", "\\d", ".", "[ab]", "[^]]", "(", ")", "|", "?", "*",
            "+", "{2}", "{0,2}", "(?:", "(?i)", "^", "$", "{", "}", "\\\\"
        };
        int compiled = 0;
        int filtered = 0;
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "(?i)" : "");
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Pattern pattern;
            try {
                pattern = Pattern.compile(text.toString());
            } catch (PatternSyntaxException e) {
                continue;
            }
            compiled++;
            RequiredWords words = RequiredWords.of(text.toString());
            for (int n = 0; n < 5; n++) {
                String value = value(random);
                if (!words.mayBeIn(value)) {
                    filtered++;
                    assertThat(pattern.matcher(value).find())
                            .as("seed %d, %s in %s", seed, text, value)
                            .isFalse();
                }
            }
        }
        assertThat(compiled).isGreaterThan(5_000);
        assertThat(filtered).isGreaterThan(1_000);
    }

    private static String value(Random random) {
        String[] parts = {
            "abc", "ABC", "abd", "ab", "c", "x", "K", "\u212A", "s", "\u017F", ".", "7", "\\", "{",
            "}", "]"
        };
        StringBuilder value = new StringBuilder();
        for (int n = random.nextInt(5); n > 0; n--) {
            value.append(parts[random.nextInt(parts.length)]);
        }
        return value.toString();
    }

    private static List<String> words(String pattern) {
        return RequiredWords.of(pattern).words();
    }
}

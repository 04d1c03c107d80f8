package io.logdrive.agent.generate;

import java.util.Locale;

/**
 * What a format makes of the characters that mean something in it.
 *
 * <p>Immutable.
 */
enum Escaping {
    NONE {
        @Override
        String of(String text) {
            return text;
        }
    },
    /** Between quotation marks in JSON, and in logfmt. */
    JSON {
        @Override
        String of(String text) {
            return escape(text, "\"\\");
        }
    },
    /** Between quotation marks in CSV (RFC 4180). */
    CSV {
        @Override
        String of(String text) {
            return text.replace("\"", "\"\"");
        }
    },
    /** A parameter's value in the structured data of syslog (RFC 5424, 6.3.3). */
    SYSLOG {
        @Override
        String of(String text) {
            return escape(text, "\"\\]");
        }
    };

    /** Its number among all. */
    @SuppressWarnings("EnumOrdinal") // for arrays made in the same run
    final int index = ordinal();

    abstract String of(String text);

    private static String escape(String text, String marked) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (marked.indexOf(c) >= 0) {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}

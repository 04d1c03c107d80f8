package io.logdrive.ingest.archive;

import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a file of the archive holds its lines. */
interface LineFormat {
    /** Which there are. Immutable. */
    enum Kind {
        JSON("jsonl"),
        CSV("csv"),
        TEXT("log");

        private final String ending;

        Kind(String ending) {
            this.ending = ending;
        }

        /** What its files end with, without the dot. */
        String ending() {
            return ending;
        }

        /** The word in the configuration. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** A writer of this kind, for one thread. */
        LineFormat create() {
            return switch (this) {
                case JSON -> new JsonLines();
                case CSV -> new CsvLines();
                case TEXT -> new TextLines();
            };
        }

        /** The kind with that word, or null. */
        static @Nullable Kind ofWord(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            return null;
        }

        static List<String> words() {
            return List.of(JSON.word(), CSV.word(), TEXT.word());
        }
    }

    /** Adds what stands at the beginning of each file; often nothing. */
    void head(LineBytes out);

    /** Adds one record with the end of its line. */
    void line(LineBytes out, Origin origin, long sequence, LogRecord line);
}

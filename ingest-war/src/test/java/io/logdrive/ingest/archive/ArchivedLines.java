package io.logdrive.ingest.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads what an archive holds. */
public final class ArchivedLines {
    private ArchivedLines() {}

    /** The files, in the order in which they were written. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted(
                            Comparator.comparing(
                                    file ->
                                            String.valueOf(file.getFileName())
                                                    .replaceAll(".*Z-(\\d+)\\..*", "$1")))
                    .toList();
        }
    }

    /** All lines of all files. */
    public static List<String> in(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(folder)) {
            lines.addAll(text(file).lines().toList());
        }
        return lines;
    }

    /** What a file holds, uncompressed. */
    public static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().endsWith(".zst")) {
            return decoded(new ZstdInputStream(new ByteArrayInputStream(bytes)));
        }
        if (!file.toString().endsWith(".gz")) {
            return new String(bytes, UTF_8);
        }
        return decoded(new GZIPInputStream(new ByteArrayInputStream(bytes)));
    }

    private static String decoded(InputStream compressed) throws IOException {
        try (InputStream in = compressed) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}

package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.rules.EffectiveRules;
import io.logdrive.ingest.rules.RulesException;
import io.logdrive.ingest.rules.RulesOf;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The text of a rules file and a line that is processed by it, or a line and the rules of the
 * example, as Jazzer feeds them.
 */
public final class RulesFuzz {
    private static final Origin ORIGIN = new Origin(new UUID(1, 2), OriginKind.AGENT, "", "", "/a");
    private static final String[] SERVICES = {"till", "orders", "sshd", "other"};
    private static final EffectiveRules EXAMPLE = RulesOf.text(example());
    private static final ChunkParser BY_EXAMPLE = new ChunkParser(EXAMPLE);

    private RulesFuzz() {}

    private static String example() {
        try {
            // Tests run in the folder of their module, Jazzer in that of all.
            Path here = Path.of("docs/rules-example.yaml");
            return Files.readString(Files.exists(here) ? here : Path.of("..").resolve(here));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The first byte says whose rules, and of which service the line is; rules of one's own end
     * with a zero.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        int choice = data[0] & 0xff;
        String service = SERVICES[choice % SERVICES.length];
        if (choice < 0x80) {
            process(BY_EXAMPLE, Arrays.copyOfRange(data, 1, data.length), service);
            return;
        }
        int end = 1;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        ChunkParser parser;
        try {
            parser = new ChunkParser(RulesOf.text(new String(data, 1, end - 1, UTF_8)));
        } catch (RulesException e) {
            // Each problem says what was expected.
            if (e.problems().isEmpty()) {
                throw new AssertionError("problems: none", e);
            }
            return;
        }
        process(
                parser,
                Arrays.copyOfRange(data, Math.min(end + 1, data.length), data.length),
                service);
    }

    private static void process(ChunkParser parser, byte[] line, String service)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ByteBuffer.allocate(8).putInt(1).putInt(line.length).array());
        body.writeBytes(line);
        Chunk chunk =
                new Chunk(
                        ORIGIN,
                        0,
                        1,
                        1_795_250_000_123_456L,
                        Chunk.Format.TEXTS,
                        body.toByteArray(),
                        new LineMarks(
                                new BitSet(),
                                FilteredRuns.NONE,
                                new LineAttributes(service, null, List.of(), Map.of())));
        List<LogRecord> records = new ArrayList<>();
        FilteredRuns dropped = parser.parse(chunk, records::add);
        if (records.size() + dropped.total() != 1) {
            throw new AssertionError(
                    "line: expected a record, or that it is dropped, found " + records + dropped);
        }
        for (LogRecord found : records) {
            LineFuzz.check(found);
        }
    }
}

package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.logdrive.wire.ForwardMessage.Events;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cut, flipped and arbitrary bytes: a {@link ForwardException} or a decoded frame, never else. */
class HostileFrameTest {
    private static final ForwardCodec CODEC = new ForwardCodec(ForwardLimits.defaults());

    /** Decoding what is not larger than some kilobytes may cost this much. */
    private static final long ALLOCATED_MAX = 1 << 20;

    private static List<byte[]> frames() {
        RecordEncoder encoder = new RecordEncoder();
        Random random = new Random(7);
        for (int i = 0; i < 3; i++) {
            encoder.add(
                    new LogRecord(
                            1_700_000_000_000_000L,
                            1_700_000_000_000_001L,
                            Level.WARN,
                            "pay",
                            "web-1",
                            Generated.text(random, 20),
                            List.of("a", "b"),
                            "{\"user\":\"u42\"}",
                            RecordFlags.TRUNCATED));
        }
        UUID origin = new UUID(1, 2);
        byte[] batch =
                ForwardCodec.encodeBatch(
                        "logdrive",
                        ChunkName.of(origin, 0),
                        encoder.take(),
                        List.of(new LedgerRun(origin, 0, 3, Outcome.STORED)),
                        List.of(new Origin(origin, OriginKind.LINES, "p", "h", "n")));
        byte[] message =
                Packed.of(
                        packer -> {
                            packer.packArrayHeader(4).packString("app");
                            Packed.eventTime(packer, 1_700_000_000L, 5);
                            packer.packMapHeader(2).packString("log").packString("text");
                            packer.packString("n").packDouble(0.5);
                            packer.packMapHeader(1).packString("chunk").packString("c");
                        });
        byte[] forward =
                Packed.hex("93 a1 74 92 92 00 80 92 01 81 a1 61 92 c0 c3 81 a1 62 c4 01 00");
        byte[] compressed =
                ForwardCodecTest.packedFrame(
                        Packed.gzip(Packed.entries(4)),
                        true,
                        Packed.of(
                                packer ->
                                        packer.packMapHeader(1)
                                                .packString("compressed")
                                                .packString("gzip")));
        byte[] agent = AgentFrames.frame(7, AgentFrames.PAY, new int[] {0}, "0,2-9", "a\nb", "c");
        return List.of(batch, message, forward, compressed, agent);
    }

    @Test
    void everyCutIsRefused() {
        for (byte[] frame : frames()) {
            for (int cut = 0; cut < frame.length; cut++) {
                int length = cut;
                assertThatThrownBy(() -> CODEC.decode(frame, 0, length))
                        .isInstanceOf(ForwardException.class);
            }
        }
    }

    @Test
    void everyFlippedBitIsRefusedOrDecodes() {
        for (byte[] frame : frames()) {
            for (int bit = 0; bit < 8 * frame.length; bit++) {
                byte[] flipped = frame.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                exercise(flipped, "bit " + bit);
            }
        }
    }

    @Test
    void damageToTheEntriesOfABatchIsAlwaysNoticed() {
        byte[] frame = frames().get(0);
        EntryRange entries = ForwardCodecTest.events(frame).entries();
        for (int bit = 8 * entries.offset();
                bit < 8 * (entries.offset() + entries.length());
                bit++) {
            byte[] flipped = frame.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> CODEC.decode(flipped, 0, flipped.length))
                    .isInstanceOf(ForwardException.class)
                    .hasMessageStartingWith("option crc32c: expected");
        }
    }

    @Test
    void severalChangedBytesAreRefusedOrDecode() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        List<byte[]> frames = frames();
        for (Rounds rounds = new Rounds(20_000); rounds.next(); ) {
            for (byte[] frame : frames) {
                byte[] changed = frame.clone();
                for (int change = random.nextInt(4); change >= 0; change--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
                exercise(changed, "seed " + seed);
            }
        }
    }

    @Test
    void arbitraryBytesAreRefusedOrDecode() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (Rounds rounds = new Rounds(50_000); rounds.next(); ) {
            byte[] bytes = new byte[random.nextInt(100) + 1];
            random.nextBytes(bytes);
            exercise(bytes, "seed " + seed);
            byte[] inFrame = Packed.join(Packed.hex("92 a1 74 91 92 00"), bytes);
            exercise(inFrame, "seed " + seed);
        }
    }

    @Test
    void anyRecordInAnyModeIsReadAsForeign() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (Rounds rounds = new Rounds(300); rounds.next(); ) {
            byte[] frame =
                    Packed.of(
                            packer -> {
                                packer.packArrayHeader(2).packString("t").packArrayHeader(1);
                                packer.packArrayHeader(2).packLong(random.nextLong());
                                Packed.map(packer, random, 3);
                            });
            List<LogRecord> records = new ArrayList<>();

            new RecordDecoder()
                    .decodeForeign(ForwardCodecTest.events(frame).entries(), 1, records::add);

            assertThat(records).as("seed %d", seed).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dd 7fffffff",
                "dd ffffffff",
                "92 db 7fffffff",
                "92 db ffffffff",
                "92 a1 74 dd 7fffffff",
                "92 a1 74 dd ffffffff",
                "92 a1 74 c6 7fffffff",
                "92 a1 74 c6 ffffffff",
                "92 a1 74 db 7fffffff",
                "92 a1 74 91 92 00 df 7fffffff",
                "92 a1 74 91 92 00 df ffffffff",
                "92 a1 74 91 92 c9 ffffffff 00",
                "92 a1 74 91 92 c9 7fffffff 00",
                "93 a1 74 90 df ffffffff",
                "93 a1 74 90 81 a6 6c6564676572 dd 7fffffff",
                "93 a1 74 90 81 a7 6f726967696e73 dd ffffffff",
                "93 a1 74 90 81 a5 6368756e6b db 7fffffff",
                "93 a1 74 90 81 a9 7472756e6361746564 dd 7fffffff",
                "93 a1 74 90 81 a8 66696c7465726564 dd ffffffff",
                "93 a1 74 90 81 aa 61747472696275746573 df 7fffffff"
            })
    void lengthsThatAreNotThereCostNothing(String hex) {
        byte[] frame = Packed.join(Packed.hex(hex), new byte[100]);

        long before = Allocation.bytes();
        assertThatThrownBy(() -> CODEC.decode(frame, 0, frame.length))
                .isInstanceOf(ForwardException.class);

        assertThat(Allocation.bytes() - before).isLessThan(ALLOCATED_MAX);
    }

    @Test
    void nestedClaimsDoNotMultiply() {
        // Each level claims as many elements as bytes are left.
        byte[] frame = new byte[40_000];
        for (int at = 0; at + 3 < frame.length; at += 3) {
            int left = (frame.length - at - 3) / 2;
            frame[at] = (byte) 0xdc;
            frame[at + 1] = (byte) (left >> 8);
            frame[at + 2] = (byte) left;
        }
        exercise(frame, "nested claims");
    }

    /** What the codec takes for a frame, the scanner must have taken for the same. */
    private static void assertScannedWhole(byte[] frame, String name) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        if (!new FrameScanner(ForwardLimits.defaults()).scan(bytes) || bytes.hasRemaining()) {
            fail("%s: expected one whole frame, found its end at %d", name, bytes.position());
        }
    }

    private static void takeLines(Events events) {
        LineEntries lines = new LineEntries(events.entries(), events.marks(), 100);
        while (events.lines() && lines.hasNext()) {
            lines.take(10, 1_000);
        }
    }

    /** Decodes the frame and then its entries, in every way. */
    private static void exercise(byte[] frame, String name) {
        long before = Allocation.bytes();
        try {
            if (CODEC.decode(frame, 0, frame.length) instanceof Events events) {
                assertScannedWhole(frame, name);
                takeLines(events);
                RecordDecoder decoder = new RecordDecoder();
                decoder.decodeForeign(events.entries(), 1, logRecord -> {});
                decoder.decodeBatch(events.entries(), logRecord -> {});
            }
        } catch (ForwardException e) {
            if (!String.valueOf(e.getMessage()).matches("(?s).+: expected .+, found .+")) {
                fail("%s: expected what, expected and found, found '%s'", name, e.getMessage());
            }
        } catch (RuntimeException e) {
            fail(name, e);
        }
        long allocated = Allocation.bytes() - before;
        if (allocated > ALLOCATED_MAX) {
            fail("%s: expected at most %d bytes, found %d", name, ALLOCATED_MAX, allocated);
        }
    }
}

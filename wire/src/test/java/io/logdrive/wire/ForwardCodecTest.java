package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.wire.ForwardMessage.Events;
import io.logdrive.wire.ForwardMessage.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The four modes, heartbeats and acknowledgements; what breaks the outline is refused. */
class ForwardCodecTest {
    private static final ForwardCodec CODEC = new ForwardCodec(ForwardLimits.defaults());

    static Events events(byte[] frame) {
        return (Events) CODEC.decode(frame, 0, frame.length);
    }

    private static byte[] carried(Events events) {
        EntryRange range = events.entries();
        return Arrays.copyOfRange(range.bytes(), range.offset(), range.offset() + range.length());
    }

    @Test
    void messageModeBecomesOneEntry() {
        byte[] frame =
                Packed.of(
                        packer -> {
                            packer.packArrayHeader(3).packString("app");
                            packer.packLong(1_700_000_000L);
                            packer.packMapHeader(1).packString("message").packString("line 0");
                        });

        Events events = events(frame);

        assertThat(events.mode()).isEqualTo(Mode.MESSAGE);
        assertThat(events.tag()).isEqualTo("app");
        assertThat(events.chunk()).isNull();
        assertThat(events.ledger()).isEmpty();
        assertThat(events.origins()).isEmpty();
        assertThat(events.entries().count()).isEqualTo(1);
        assertThat(carried(events)).isEqualTo(Packed.entries(1));
    }

    @Test
    void forwardModeEntriesAreAPartOfTheFrame() {
        byte[] entries = Packed.entries(20);
        byte[] head = Packed.of(packer -> packer.packArrayHeader(2).packString("app"));
        byte[] array = Packed.of(packer -> packer.packArrayHeader(20));
        byte[] frame = Packed.join(head, array, entries);

        Events events = events(frame);

        assertThat(events.mode()).isEqualTo(Mode.FORWARD);
        assertThat(events.entries().count()).isEqualTo(20);
        assertThat(events.entries().bytes()).isSameAs(frame);
        assertThat(carried(events)).isEqualTo(entries);
    }

    @Test
    void packedForwardEntriesAreAPartOfTheFrameAsBinAndAsStr() {
        byte[] entries = Packed.entries(3);
        byte[] bin = packedFrame(entries, true, null);
        byte[] str = packedFrame(entries, false, null);

        for (byte[] frame : List.of(bin, str)) {
            Events events = events(frame);

            assertThat(events.mode()).isEqualTo(Mode.PACKED_FORWARD);
            assertThat(events.entries().count()).isEqualTo(3);
            assertThat(events.entries().bytes()).isSameAs(frame);
            assertThat(carried(events)).isEqualTo(entries);
        }
    }

    @Test
    void compressedEntriesOfSeveralMembersComeInflated() {
        byte[] entries = Packed.entries(3);
        byte[] more = Packed.entries(2);
        byte[] frame =
                packedFrame(
                        Packed.join(Packed.gzip(entries), Packed.gzip(more)),
                        true,
                        Packed.of(
                                packer ->
                                        packer.packMapHeader(1)
                                                .packString("compressed")
                                                .packString("gzip")));

        Events events = events(frame);

        assertThat(events.mode()).isEqualTo(Mode.COMPRESSED_PACKED_FORWARD);
        assertThat(events.entries().count()).isEqualTo(5);
        assertThat(carried(events)).isEqualTo(Packed.join(entries, more));
    }

    static byte[] packedFrame(byte[] entries, boolean bin, byte @Nullable [] options) {
        byte[] head =
                Packed.of(
                        packer -> {
                            packer.packArrayHeader(options == null ? 2 : 3).packString("app");
                            if (bin) {
                                packer.packBinaryHeader(entries.length);
                            } else {
                                packer.packRawStringHeader(entries.length);
                            }
                        });
        return Packed.join(head, entries, options == null ? new byte[0] : options);
    }

    @Test
    void aFrameInsideALargerArrayIsReadFromItsOffset() {
        byte[] frame = packedFrame(Packed.entries(3), true, null);
        byte[] larger = Packed.join(new byte[7], frame, new byte[5]);

        Events events = (Events) CODEC.decode(larger, 7, frame.length);

        assertThat(carried(events)).isEqualTo(Packed.entries(3));
    }

    @Test
    void noEntriesAtAllAreAllowed() {
        assertThat(events(packedFrame(new byte[0], true, null)).entries().count()).isZero();
        assertThat(events(Packed.hex("92 a1 74 90")).entries().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ce 65 53 f1 00",
                "d7 00 65 53 f1 00 00 00 00 00",
                "c7 08 00 65 53 f1 00 00 00 00 00",
                "cb 41 d9 54 fc 40 00 00 00",
                "ca 4e ca a7 e2",
                "00",
                "c0",
                "d3 ffffffffffffffff",
                "cf ffffffffffffffff",
                "92 ce 65 53 f1 00 80",
                "92 c0 81 a1 61 90"
            })
    void everyFormOfTimeIsAccepted(String time) {
        byte[] frame = Packed.hex("92 a1 74 91 92 " + time + " 80");

        assertThat(events(frame).entries().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d7 01 65 53 f1 00 00 00 00 00",
                "d6 00 65 53 f1 00",
                "c7 07 00 00000000000000",
                "a1 74",
                "c2",
                "80",
                "c4 00",
                "91 00",
                "93 00 80 80",
                "92 00 00",
                "92 90 80"
            })
    void whatIsNoTimeIsRefused(String time) {
        assertRefused("92 a1 74 91 92 " + time + " 80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c1",
                "01",
                "80",
                "90",
                "91 a1 74",
                "92 01 90",
                "92 a1 74 80",
                "92 a1 74 c2",
                "92 a1 74 00",
                "95 a1 74 00 80 80 80",
                "94 a1 74 90 80 80",
                "93 a1 74 90 90",
                "93 a1 74 00 90",
                "92 a1 74 91 00",
                "92 a1 74 91 91 00",
                "92 a1 74 91 93 00 80 80",
                "92 a1 74 91 92 00 90",
                "92 a1 74 c4 01 00",
                "92 a1 74 c4 02 92 00",
                "92 a1 74 90 c0",
                "c0 c0",
                "93 a1 74 90 a0",
                "93 a1 74 90 81 a1 61",
                "93 a4 48 45 4c 4f 80 80"
            })
    void otherFramesAreRefused(String hex) {
        assertRefused(hex);
    }

    private static void assertRefused(String hex) {
        byte[] frame = Packed.hex(hex);
        assertThatThrownBy(() -> CODEC.decode(frame, 0, frame.length))
                .isInstanceOf(ForwardException.class)
                .hasMessageMatching("forward (value|frame): expected .*, found .*");
    }

    @Test
    void nestingIsBoundedAndCountedAlikeInEveryMode() {
        ForwardCodec codec = new ForwardCodec(new ForwardLimits(1_000, 1_000, 10, 6));
        // The record is the fourth level, so two more may follow.
        for (String form : List.of("93 a1 74 00 %s", "92 a1 74 91 92 00 %s")) {
            byte[] allowed = Packed.hex(String.format(form, "81 a1 61 91 91 00"));
            byte[] deeper = Packed.hex(String.format(form, "81 a1 61 91 91 90"));

            assertThat(codec.decode(allowed, 0, allowed.length)).isInstanceOf(Events.class);
            assertThatThrownBy(() -> codec.decode(deeper, 0, deeper.length))
                    .isInstanceOf(ForwardException.class)
                    .hasMessageContaining("expected no deeper nesting");
        }
        byte[] packed = packedFrame(Packed.hex("92 00 81 a1 61 91 91 90"), true, null);
        assertThatThrownBy(() -> codec.decode(packed, 0, packed.length))
                .hasMessageContaining("expected no deeper nesting");
    }

    @Test
    void entriesAreBoundedInEveryMode() {
        ForwardCodec codec = new ForwardCodec(new ForwardLimits(1_000, 1_000, 2, 6));
        byte[] packed = packedFrame(Packed.entries(3), true, null);
        byte[] forward = Packed.hex("92 a1 74 93 92 00 80 92 00 80 92 00 80");

        for (byte[] frame : List.of(packed, forward)) {
            assertThatThrownBy(() -> codec.decode(frame, 0, frame.length))
                    .isInstanceOf(ForwardException.class)
                    .hasMessage("forward frame: expected at most 2 entries, found 3 or more");
        }
    }

    @Test
    void aFrameOverTheBoundIsRefusedUnread() {
        ForwardCodec codec = new ForwardCodec(new ForwardLimits(16, 16, 2, 6));

        assertThatThrownBy(() -> codec.decode(new byte[17], 0, 17))
                .hasMessage("forward frame: expected at most 16 bytes, found 17");
    }

    @Test
    void heartbeatsAreNil() {
        byte[] nil = ForwardCodec.encodeHeartbeat();

        assertThat(nil).isEqualTo(Packed.hex("c0"));
        assertThat(CODEC.decode(nil, 0, 1)).isEqualTo(new ForwardMessage.Heartbeat());
    }

    @Test
    void acknowledgementsComeBack() {
        for (String chunk : List.of("", "p8n9gmxTQVC8/nh2wlKKeQ==", "ä".repeat(512))) {
            byte[] frame = ForwardCodec.encodeAck(chunk);

            assertThat(CODEC.decodeAck(frame, 0, frame.length)).isEqualTo(chunk);
        }
    }

    @Test
    void acknowledgementsMayCarryOtherKeys() {
        byte[] frame = Packed.hex("82 a1 78 91 00 a3 61636b a1 63");

        assertThat(CODEC.decodeAck(frame, 0, frame.length)).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0",
                "90",
                "81 a3 61636b",
                "81 a3 61636b 01",
                "81 a3 61636b c0",
                "81 a1 78 a1 63",
                "81 a3 61636b a1 63 c0",
                "81 a3 61636b a1 ff",
                "81 01 a1 63"
            })
    void otherAnswersAreNoAcknowledgements(String hex) {
        byte[] frame = Packed.hex(hex);

        assertThatThrownBy(() -> CODEC.decodeAck(frame, 0, frame.length))
                .isInstanceOf(ForwardException.class);
    }

    @Test
    void batchesComeBackWithTheirOptions() {
        UUID lines = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        List<LedgerRun> ledger =
                List.of(
                        new LedgerRun(lines, 5, 2, Outcome.STORED),
                        new LedgerRun(lines, 7, 1L << 40, Outcome.FILTERED),
                        new LedgerRun(new UUID(-1, -1), 0, 1, Outcome.STORED),
                        new LedgerRun(lines, Long.MAX_VALUE - 3, 3, Outcome.DEAD));
        List<Origin> origins =
                List.of(
                        new Origin(lines, OriginKind.LINES, "127.0.0.1:4000", "web-1", ""),
                        new Origin(new UUID(-1, -1), OriginKind.FORWARD_CHUNK, "", "", "ü"));
        EntryRange entries = new EntryRange(Packed.entries(3), 0, Packed.entries(3).length, 3);

        byte[] frame = ForwardCodec.encodeBatch("logdrive", "c:5", entries, ledger, origins);
        Events events = events(frame);

        assertThat(events.mode()).isEqualTo(Mode.PACKED_FORWARD);
        assertThat(events.tag()).isEqualTo("logdrive");
        assertThat(events.chunk()).isEqualTo("c:5");
        assertThat(events.ledger()).isEqualTo(ledger);
        assertThat(events.origins()).isEqualTo(origins);
        assertThat(events.entries().count()).isEqualTo(3);
        assertThat(carried(events)).isEqualTo(Packed.entries(3));
    }

    @Test
    void aBatchOfWhichAllIsFilteredHasNoEntries() {
        LedgerRun run = new LedgerRun(new UUID(1, 2), 0, 9, Outcome.FILTERED);
        EntryRange none = new RecordEncoder().take();

        byte[] frame = ForwardCodec.encodeBatch("t", "c", none, List.of(run), List.of());

        assertThat(events(frame).ledger()).containsExactly(run);
        assertThat(events(frame).entries().count()).isZero();
    }
}

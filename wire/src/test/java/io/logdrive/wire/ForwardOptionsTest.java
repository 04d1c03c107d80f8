package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.wire.ForwardMessage.Events;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The option map: what is read, what is ignored, what is refused. */
class ForwardOptionsTest {
    private static final byte[] ENTRIES = Packed.entries(3);
    private static final UUID ORIGIN = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private static Events decoded(Packed.Packing options) {
        return ForwardCodecTest.events(
                ForwardCodecTest.packedFrame(ENTRIES, true, Packed.of(options)));
    }

    private static void assertRefused(Packed.Packing options, String message) {
        assertThatThrownBy(() -> decoded(options))
                .isInstanceOf(ForwardException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nilStandsForNoOptions() {
        assertThat(decoded(packer -> packer.packNil()).chunk()).isNull();
        assertThat(decoded(packer -> packer.packMapHeader(1).packString("chunk").packNil()).chunk())
                .isNull();
    }

    @Test
    void unknownKeysAndAWrongSizeAreIgnored() {
        Events events =
                decoded(
                        packer -> {
                            packer.packMapHeader(6);
                            packer.packString("size").packInt(99);
                            packer.packString("fluent_signal").packInt(0);
                            packer.packInt(7).packArrayHeader(1).packNil();
                            packer.packString("other").packMapHeader(0);
                            packer.packString("compressed").packString("text");
                            packer.packString("chunk").packString("c");
                        });

        assertThat(events.chunk()).isEqualTo("c");
        assertThat(events.mode()).isEqualTo(ForwardMessage.Mode.PACKED_FORWARD);
        assertThat(events.entries().count()).isEqualTo(3);
    }

    @Test
    void aChunkInBinIsReadAsText() {
        Events events =
                decoded(
                        packer ->
                                packer.packMapHeader(1)
                                        .packString("chunk")
                                        .packBinaryHeader(1)
                                        .writePayload(new byte[] {'c'}));

        assertThat(events.chunk()).isEqualTo("c");
    }

    @Test
    void aChunkThatCouldNotBeGivenBackIsRefused() {
        assertRefused(
                packer -> packer.packMapHeader(1).packString("chunk").packString("a\0"),
                "expected a chunk name in UTF-8 without NUL at byte");
        assertRefused(
                packer ->
                        packer.packMapHeader(1)
                                .packString("chunk")
                                .packBinaryHeader(1)
                                .writePayload(new byte[] {(byte) 0xff}),
                "expected a chunk name in UTF-8 without NUL at byte");
        assertRefused(
                packer -> packer.packMapHeader(1).packString("chunk").packString("c".repeat(1_025)),
                "expected a chunk name of at most 1024 bytes at byte");
        assertRefused(
                packer -> packer.packMapHeader(1).packString("chunk").packInt(5),
                "expected a chunk name at byte");
    }

    @Test
    void zstdIsRefusedByName() {
        assertRefused(
                packer -> packer.packMapHeader(1).packString("compressed").packString("zstd"),
                "expected entries compressed by gzip at byte");
    }

    @Test
    void theChecksumIsCompared() {
        CRC32C crc = new CRC32C();
        crc.update(ENTRIES);
        long right = crc.getValue();

        Events events =
                decoded(packer -> packer.packMapHeader(1).packString("crc32c").packLong(right));

        assertThat(events.entries().count()).isEqualTo(3);
        assertRefused(
                packer -> packer.packMapHeader(1).packString("crc32c").packLong(right ^ 1),
                String.format(
                        "option crc32c: expected %08x of the entries, found %08x",
                        right ^ 1, right));
        assertRefused(
                packer -> packer.packMapHeader(1).packString("crc32c").packLong(1L << 32),
                "expected a CRC-32C of 32 bits");
    }

    @Test
    void theChecksumIsOfTheInflatedEntries() {
        CRC32C crc = new CRC32C();
        crc.update(ENTRIES);
        byte[] options =
                Packed.of(
                        packer -> {
                            packer.packMapHeader(2).packString("compressed").packString("gzip");
                            packer.packString("crc32c").packLong(crc.getValue());
                        });
        byte[] frame = ForwardCodecTest.packedFrame(Packed.gzip(ENTRIES), true, options);

        assertThat(ForwardCodecTest.events(frame).entries().count()).isEqualTo(3);
    }

    private static Packed.Packing ledger(long first, long count, String outcome) {
        return packer -> {
            packer.packMapHeader(1).packString("ledger").packArrayHeader(1).packArrayHeader(4);
            packer.packString(ORIGIN.toString()).packLong(first).packLong(count);
            packer.packString(outcome);
        };
    }

    @Test
    void aLedgerMayNameItsOriginByText() {
        assertThat(decoded(ledger(5, 3, "stored")).ledger())
                .containsExactly(new LedgerRun(ORIGIN, 5, 3, Outcome.STORED));
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "4, more", "9223372036854775806, more"})
    void aLedgerThatStoresAnotherNumberThanThereAreEntriesIsRefused(long count, String found) {
        assertRefused(
                ledger(0, count, "stored"),
                "option ledger: expected as many stored sequences as entries (3), found " + found);
    }

    @Test
    void onlyStoredSequencesHaveEntries() {
        assertRefused(ledger(0, 3, "filtered"), "(3), found 0");
        assertRefused(
                packer -> packer.packMapHeader(1).packString("ledger").packArrayHeader(0),
                "(3), found 0");
    }

    @Test
    void aLedgerOfManyGreatRunsDoesNotOverflow() {
        assertRefused(
                packer -> {
                    packer.packMapHeader(1).packString("ledger").packArrayHeader(4);
                    for (int i = 0; i < 4; i++) {
                        packer.packArrayHeader(4).packString(ORIGIN.toString());
                        packer.packLong(0).packLong(1L << 62).packString("stored");
                    }
                },
                "(3), found more");
    }

    @Test
    void aLedgerRunOutOfRangeIsRefused() {
        assertRefused(ledger(-1, 3, "stored"), "found first -1 and count 3");
        assertRefused(ledger(0, 0, "stored"), "found first 0 and count 0");
        assertRefused(ledger(2, Long.MAX_VALUE, "stored"), "found first 2 and count");
        assertRefused(ledger(0, 3, "kept"), "expected an outcome at byte");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90",
                "93 00 01 02",
                "94 a0 00 01 a6 73746f726564",
                "94 c4 01 00 00 01 a0",
                "94 a3 312d32 00 01 a6 73746f726564",
                "94 a9 312d312d312d312d31 00 01 a0",
                "c0"
            })
    void aMalformedLedgerRunIsRefused(String hex) {
        assertRefused(
                packer ->
                        packer.packMapHeader(1)
                                .packString("ledger")
                                .packArrayHeader(1)
                                .writePayload(Packed.hex(hex)),
                "expected");
    }

    @Test
    void anOriginNeedsItsIdAndKind() {
        assertRefused(
                packer ->
                        packer.packMapHeader(1)
                                .packString("origins")
                                .packArrayHeader(1)
                                .packMapHeader(1)
                                .packString("kind")
                                .packString("lines"),
                "expected an origin with id and kind");
        assertRefused(
                packer ->
                        packer.packMapHeader(1)
                                .packString("origins")
                                .packArrayHeader(1)
                                .packMapHeader(1)
                                .packString("id")
                                .packString(ORIGIN.toString()),
                "found no kind");
        assertRefused(
                packer ->
                        packer.packMapHeader(1)
                                .packString("origins")
                                .packArrayHeader(1)
                                .packMapHeader(1)
                                .packString("kind")
                                .packString("file"),
                "expected the kind of an origin");
    }

    @Test
    void anOriginMayCarryKeysOfLaterVersions() {
        Events events =
                decoded(
                        packer -> {
                            packer.packMapHeader(1).packString("origins").packArrayHeader(1);
                            packer.packMapHeader(3).packString("later").packArrayHeader(0);
                            packer.packString("id").packString(ORIGIN.toString());
                            packer.packString("kind").packString("forward");
                        });

        assertThat(events.origins())
                .containsExactly(new Origin(ORIGIN, OriginKind.FORWARD, "", "", ""));
    }
}

package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How entries of foreign senders become records. */
class ForeignRecordTest {
    private static final long RECEIVED = 1_792_411_201_000_000L;

    private static LogRecord decoded(Packed.Packing entry) {
        byte[] bytes = Packed.of(entry);
        List<LogRecord> records = new ArrayList<>();
        new RecordDecoder()
                .decodeForeign(new EntryRange(bytes, 0, bytes.length, 1), RECEIVED, records::add);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    static LogRecord decodedMap(Packed.Packing map) {
        return decoded(
                packer -> {
                    packer.packArrayHeader(2).packLong(1_700_000_000L);
                    map.to(packer);
                });
    }

    @Test
    void usualNamesFindTheirPlace() {
        LogRecord found =
                decodedMap(
                        packer -> {
                            packer.packMapHeader(6);
                            packer.packString("severity").packString("warning");
                            packer.packString("app").packString("pay");
                            packer.packString("hostname").packString("web-1");
                            packer.packString("log").packString("timed out");
                            packer.packString("time").packString("2020-01-01T00:00:00Z");
                            packer.packString("user").packString("u42");
                        });

        assertThat(found)
                .isEqualTo(
                        new LogRecord(
                                1_700_000_000_000_000L,
                                RECEIVED,
                                Level.WARN,
                                "pay",
                                "web-1",
                                "timed out",
                                List.of(),
                                "{\"time\":\"2020-01-01T00:00:00Z\",\"user\":\"u42\"}",
                                0));
    }

    @Test
    void nothingLeftMeansNoFields() {
        LogRecord found =
                decodedMap(packer -> packer.packMapHeader(1).packString("msg").packString("m"));

        assertThat(found.body()).isEqualTo("m");
        assertThat(found.fields()).isNull();
    }

    @Test
    void aRecordWithoutAMessageKeepsItsWholeMapAndAnEmptyBody() {
        LogRecord found =
                decodedMap(
                        packer -> {
                            packer.packMapHeader(3);
                            packer.packString("level").packString("info");
                            packer.packString("host").packString("web-1");
                            packer.packString("message").packMapHeader(1);
                            packer.packString("a").packInt(1);
                        });

        assertThat(found.body()).isEmpty();
        assertThat(found.level()).isEqualTo(Level.INFO);
        assertThat(found.host()).isEqualTo("web-1");
        assertThat(found.fields())
                .isEqualTo("{\"level\":\"info\",\"host\":\"web-1\",\"message\":{\"a\":1}}");
    }

    @Test
    void anEmptyMapIsAnEmptyRecord() {
        LogRecord found = decodedMap(packer -> packer.packMapHeader(0));

        assertThat(found.body()).isEmpty();
        assertThat(found.fields()).isNull();
        assertThat(found.flags()).isZero();
    }

    @Test
    void theFirstOfARoleIsTakenAndTheOthersStayFields() {
        LogRecord found =
                decodedMap(
                        packer -> {
                            packer.packMapHeader(5);
                            packer.packString("level").packInt(3);
                            packer.packString("severity").packString("none");
                            packer.packString("lvl").packString("ERR");
                            packer.packString("message").packString("first");
                            packer.packString("log").packString("second");
                        });

        assertThat(found.level()).isEqualTo(Level.ERROR);
        assertThat(found.body()).isEqualTo("first");
        assertThat(found.fields())
                .isEqualTo("{\"level\":3,\"severity\":\"none\",\"log\":\"second\"}");
    }

    @Test
    void emptyNamesStayFields() {
        LogRecord found =
                decodedMap(
                        packer -> {
                            packer.packMapHeader(3);
                            packer.packString("service").packString("");
                            packer.packString("host").packInt(5);
                            packer.packString("message").packString("");
                        });

        assertThat(found.service()).isNull();
        assertThat(found.host()).isNull();
        assertThat(found.body()).isEmpty();
        assertThat(found.fields()).isEqualTo("{\"service\":\"\",\"host\":5}");
    }

    @ParameterizedTest
    @CsvSource({
        "ce 65 53 f1 00,                1700000000000000",
        "d7 00 65 53 f1 00 3b9ac9ff,    1700000000999999",
        "c7 08 00 65 53 f1 00 00000001, 1700000000000000",
        "cb 41 d9 54 fc 40 20 00 00,    1700000000500000",
        "d7 00 ffcedd7f 3b9ac9ff,    4291747199999999",
        "92 ce 65 53 f1 00 80,          1700000000000000"
    })
    void theTimeOfTheEntryIsTheEventTime(String time, long micros) {
        LogRecord found = decoded(packer -> packer.writePayload(Packed.hex("92" + time + "80")));

        assertThat(found.timeMicros()).isEqualTo(micros);
        assertThat(found.flags()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "c0",
                "ff",
                "cf 0000018bcfe56800",
                "cf ffffffffffffffff",
                "ce ffcedd80",
                "d7 00 00000000 00000000",
                "d7 00 6553f100 3b9aca00",
                "d7 00 ffcedd80 00000000",
                "cb 7ff8000000000000",
                "cb fff0000000000000",
                "ca 00000000",
                "92 00 80"
            })
    void withoutAUsableTimeTheReceivedTimeIsAssumed(String time) {
        LogRecord found = decoded(packer -> packer.writePayload(Packed.hex("92" + time + "80")));

        assertThat(found.timeMicros()).isEqualTo(RECEIVED);
        assertThat(found.flags()).isEqualTo(RecordFlags.TIME_ASSUMED);
    }

    @Test
    void metadataOfFluentBitIsKeptAmongTheFields() {
        LogRecord found =
                decoded(
                        packer -> {
                            packer.packArrayHeader(2).packArrayHeader(2).packInt(1_700_000_000);
                            packer.packMapHeader(1).packString("k").packArrayHeader(1).packInt(1);
                            packer.packMapHeader(2).packString("log").packString("m");
                            packer.packString("a").packNil();
                        });

        assertThat(found.body()).isEqualTo("m");
        assertThat(found.fields()).isEqualTo("{\"@metadata\":{\"k\":[1]},\"a\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1 61 a1 ff",
                "a1 ff a1 61",
                "a3 6d7367 a1 ff",
                "a3 6c6f67 a1 00",
                "a4 686f7374 a2 61 00",
                "a1 61 91 a1 ff"
            })
    void replacedTextIsFlagged(String pair) {
        LogRecord found =
                decodedMap(packer -> packer.packMapHeader(1).writePayload(Packed.hex(pair)));

        assertThat(found.flags()).isEqualTo(RecordFlags.REPLACED);
    }

    @Test
    void theFlagsOfOneRecordDoNotReachTheNext() {
        byte[] bytes = Packed.hex("92 00 81 a1 61 a1 ff  92 ce 65 53 f1 00 81 a1 61 a1 62");
        List<LogRecord> records = new ArrayList<>();

        new RecordDecoder()
                .decodeForeign(new EntryRange(bytes, 0, bytes.length, 2), RECEIVED, records::add);

        assertThat(records)
                .extracting(LogRecord::flags)
                .containsExactly(RecordFlags.REPLACED | RecordFlags.TIME_ASSUMED, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"92 c0 90", "91 c0", "93 c0 80 80", "80", "92 a0 80", "92 c0 81 a1 61"})
    void whatIsNoEntryIsRefused(String hex) {
        assertThatThrownBy(() -> decoded(packer -> packer.writePayload(Packed.hex(hex))))
                .isInstanceOf(ForwardException.class)
                .hasMessageStartingWith("forward value: expected");
    }
}

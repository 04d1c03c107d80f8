package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How entries of foreign senders become records, and what their fields look like as JSON. */
class ForeignRecordTest {
    /** Jackson refuses names over 50,000 characters unless told otherwise. */
    private static final ObjectMapper JSON =
            new ObjectMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNameLength(Integer.MAX_VALUE)
                                            .build())
                            .build());

    private static final long RECEIVED = 1_792_411_201_000_000L;

    private static LogRecord decoded(Packed.Packing entry) {
        byte[] bytes = Packed.of(entry);
        List<LogRecord> records = new ArrayList<>();
        new RecordDecoder()
                .decodeForeign(new EntryRange(bytes, 0, bytes.length, 1), RECEIVED, records::add);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private static LogRecord decodedMap(Packed.Packing map) {
        return decoded(
                packer -> {
                    packer.packArrayHeader(2).packLong(1_700_000_000L);
                    map.to(packer);
                });
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
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
    @CsvSource(
            delimiter = '|',
            value = {
                "c0                       | null",
                "c2                       | false",
                "c3                       | true",
                "7f                       | 127",
                "e0                       | -32",
                "d0 80                    | -128",
                "d1 8000                  | -32768",
                "d2 80000000              | -2147483648",
                "d3 8000000000000000      | -9223372036854775808",
                "cc ff                    | 255",
                "cd ffff                  | 65535",
                "ce ffffffff              | 4294967295",
                "cf ffffffffffffffff      | 18446744073709551615",
                "ca 3dcccccd              | 0.1",
                "cb 3fb999999999999a      | 0.1",
                "cb 7fefffffffffffff      | 1.7976931348623157E308",
                "cb 8000000000000000      | -0.0",
                "cb 7ff8000000000000      | \"NaN\"",
                "ca 7f800000              | \"Infinity\"",
                "cb fff0000000000000      | \"-Infinity\"",
                "a0                       | \"\"",
                "a4 22 5c 2f 7f           | \"\\\"\\\\/\u007f\"",
                "a6 08 0c 0a 0d 09 1f     | \"\\b\\f\\n\\r\\t\\u001f\"",
                "a3 61 00 62              | \"ab\"",
                "a1 ff                    | \"\uFFFD\"",
                "c4 02 c3 a4              | \"ä\"",
                "c4 01 ff                 | \"/w==\"",
                "c4 02 61 00              | \"YQA=\"",
                "d4 05 ff                 | \"/w==\"",
                "c7 00 05                 | \"\"",
                "93 01 90 80              | [1,[],{}]",
                "82 a1 62 01 a1 61 81 a1 63 c0 | {\"b\":1,\"a\":{\"c\":null}}",
                "83 01 a1 61 c0 a1 62 c3 a1 63 | {\"1\":\"a\",\"null\":\"b\",\"true\":\"c\"}",
                "82 91 01 02 cb 7ff8000000000000 03 | {\"kQE=\":2,\"NaN\":3}",
                "82 80 02 ca 3f000000 03 | {\"gA==\":2,\"0.5\":3}",
                "81 c4 01 ff d4 05 61     | {\"/w==\":\"YQ==\"}",
                "83 a1 61 01 a1 62 02 a1 61 03 | {\"a\":3,\"b\":2}"
            })
    void valuesBecomeJson(String hex, String expected) {
        LogRecord found =
                decodedMap(
                        packer ->
                                packer.packMapHeader(1)
                                        .packString("v")
                                        .writePayload(Packed.hex(hex)));

        assertThat(found.fields()).isEqualTo("{\"v\":" + expected + "}");
        assertThat(json(String.valueOf(found.fields())).has("v")).isTrue();
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

    @Test
    void equalKeysKeepTheLastAlsoInLargeMaps() {
        int pairs = JsonText.DISTINCT_KEYS_MAX - 1;
        LogRecord found =
                decodedMap(
                        packer -> {
                            packer.packMapHeader(pairs + 1);
                            for (int i = 0; i < pairs; i++) {
                                packer.packString("k" + i).packInt(i);
                            }
                            packer.packString("k0").packString("last");
                        });

        JsonNode fields = json(String.valueOf(found.fields()));
        assertThat(fields.size()).isEqualTo(pairs);
        assertThat(fields.get("k0").asText()).isEqualTo("last");
    }

    @Test
    void mapsOfAnySizeAreWrittenWhole() {
        int pairs = 3 * JsonText.DISTINCT_KEYS_MAX + 7;
        LogRecord found =
                decodedMap(
                        packer -> {
                            packer.packMapHeader(pairs + 1).packString("log").packString("m");
                            for (int i = 0; i < pairs; i++) {
                                packer.packString("k" + i).packInt(i);
                            }
                        });

        JsonNode fields = json(String.valueOf(found.fields()));
        assertThat(fields.size()).isEqualTo(pairs);
        for (int i = 0; i < pairs; i++) {
            assertThat(fields.get("k" + i).asInt()).isEqualTo(i);
        }
    }

    @Test
    void whateverIsInARecordItsFieldsAreJson() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            LogRecord found = decodedMap(packer -> Packed.map(packer, random, 3));

            String fields = found.fields();
            assertThat(fields == null || json(fields).isObject()).as("seed %d", seed).isTrue();
            assertThat(fields == null || !Utf8Text.clean(fields).replaced())
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    @Test
    void deepestNestingAllowedIsWritten() {
        byte[] deep = new byte[ForwardLimits.DEPTH_MAX];
        Arrays.fill(deep, (byte) 0x91);
        deep[deep.length - 1] = 0x01;

        LogRecord found =
                decodedMap(packer -> packer.packMapHeader(1).packString("v").writePayload(deep));
        assertThat(json(String.valueOf(found.fields())).isObject()).isTrue();

        deep[deep.length - 1] = (byte) 0x90;
        assertThatThrownBy(
                        () ->
                                decodedMap(
                                        packer ->
                                                packer.packMapHeader(1)
                                                        .packString("v")
                                                        .writePayload(deep)))
                .isInstanceOf(ForwardException.class)
                .hasMessageContaining("expected no deeper nesting");
    }

    @Test
    void keysInsideKeysDoNotGrowWithEveryLevel() {
        // As JSON inside JSON the quote at the bottom would need 2^60 backslashes.
        StringBuilder nested = new StringBuilder();
        nested.append("81".repeat(60)).append("a122").append("00".repeat(60));

        LogRecord found = decodedMap(packer -> packer.writePayload(Packed.hex(nested.toString())));

        assertThat(found.fields()).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"92 c0 90", "91 c0", "93 c0 80 80", "80", "92 a0 80", "92 c0 81 a1 61"})
    void whatIsNoEntryIsRefused(String hex) {
        assertThatThrownBy(() -> decoded(packer -> packer.writePayload(Packed.hex(hex))))
                .isInstanceOf(ForwardException.class)
                .hasMessageStartingWith("forward value: expected");
    }

    @Test
    void wordsOfEqualHashStayApart() {
        // "Aa" and "BB" have one hash, so they meet in one slot of the cache.
        String text =
                decodedMap(
                                packer -> {
                                    packer.packMapHeader(2).packString("Aa").packString("BB");
                                    packer.packString("BB").packString("Aa");
                                })
                        .fields();

        assertThat(text).isEqualTo("{\"Aa\":\"BB\",\"BB\":\"Aa\"}");
    }
}

package io.logdrive.wire;

import static io.logdrive.wire.ForeignRecordTest.decodedMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fields of foreign records look like as JSON, and that Jackson reads it. */
class JsonTextTest {
    /** Jackson refuses names over 50,000 characters unless told otherwise. */
    private static final ObjectMapper JSON =
            new ObjectMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNameLength(Integer.MAX_VALUE)
                                            .build())
                            .build());

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
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
    void keysInsideKeysDoNotGrowWithEveryLevel() {
        // As JSON inside JSON the quote at the bottom would need 2^60 backslashes.
        StringBuilder nested = new StringBuilder();
        nested.append("81".repeat(60)).append("a122").append("00".repeat(60));

        LogRecord found = decodedMap(packer -> packer.writePayload(Packed.hex(nested.toString())));

        assertThat(found.fields()).hasSizeLessThan(300);
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

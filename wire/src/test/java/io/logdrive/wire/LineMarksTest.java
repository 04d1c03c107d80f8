package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.wire.ForwardMessage.Events;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msgpack.core.MessagePacker;

/** The options in which an agent says something of its lines: read, ignored, refused. */
class LineMarksTest {
    private static final String AGENT = "00112233-4455-6677-8899-aabbccddeeff:7";

    /** A frame of three entries with one more option. */
    private static byte[] frame(String chunk, boolean lines, String option, Packed.Packing value) {
        return ForwardCodecTest.packedFrame(
                Packed.entries(3),
                true,
                Packed.of(
                        packer -> {
                            packer.packMapHeader(lines ? 3 : 2).packString("chunk");
                            packer.packString(chunk);
                            if (lines) {
                                packer.packString("lines").packBoolean(true);
                            }
                            packer.packString(option);
                            value.to(packer);
                        }));
    }

    private static LineMarks marks(String option, Packed.Packing value) {
        return ForwardCodecTest.events(frame(AGENT, true, option, value)).marks();
    }

    private static void assertRefused(String option, Packed.Packing value, String message) {
        assertThatThrownBy(() -> marks(option, value))
                .isInstanceOf(ForwardException.class)
                .hasMessageStartingWith("forward value: expected " + message);
    }

    private static Packed.Packing ints(long... values) {
        return packer -> {
            packer.packArrayHeader(values.length);
            for (long value : values) {
                packer.packLong(value);
            }
        };
    }

    private static Packed.Packing runs(long... values) {
        return packer -> {
            packer.packArrayHeader(values.length / 2);
            for (int i = 0; i < values.length; i += 2) {
                packer.packArrayHeader(2).packLong(values[i]).packLong(values[i + 1]);
            }
        };
    }

    @Test
    void truncatedLinesAreThoseOfTheOption() {
        assertThat(marks("truncated", ints(0, 2)).truncated().stream()).containsExactly(0, 2);
        assertThat(marks("truncated", ints()).truncated().stream()).isEmpty();
        assertThat(marks("truncated", MessagePacker::packNil).truncated().stream()).isEmpty();
    }

    @Test
    void truncatedLinesThatAreNotThereAreRefused() {
        assertRefused("truncated", ints(3), "the index of a line from 0 to 2 at byte");
        assertRefused("truncated", ints(-1), "the index of a line from 0 to 2 at byte");
        assertRefused("truncated", ints(1L << 40), "the index of a line from 0 to 2 at byte");
        assertRefused("truncated", ints(1, 1), "the index of a line from 2 to 2 at byte");
        assertRefused("truncated", ints(2, 1), "the index of a line from 3 to 2 at byte");
        assertRefused("truncated", p -> p.packString("1"), "the truncated lines at byte");
        assertRefused(
                "truncated", p -> p.packArrayHeader(1).packNil(), "the index of a line at byte");
    }

    @Test
    void filteredRunsThatTouchAreOne() {
        FilteredRuns filtered = marks("filtered", runs(0, 2, 2, 3, 6, 1)).filtered();

        assertThat(filtered).hasToString("0-4,6");
        assertThat(filtered.runs()).isEqualTo(2);
        assertThat(filtered.total()).isEqualTo(6);
        assertThat(marks("filtered", runs()).filtered()).isEqualTo(FilteredRuns.NONE);
        assertThat(marks("filtered", MessagePacker::packNil).filtered().isEmpty()).isTrue();
    }

    @Test
    void aMillionSequencesAreTheMost() {
        FilteredRuns filtered = marks("filtered", runs(1, 999_997)).filtered();

        assertThat(filtered.total()).isEqualTo(LineMarks.SEQUENCES_MAX - 3);
        assertRefused(
                "filtered", runs(1, 999_998), "a filtered run of 1 to 999997 sequences at byte");
        assertRefused(
                "filtered",
                runs(0, 999_990, 999_991, 8),
                "a filtered run of 1 to 7 sequences at byte");
        assertRefused(
                "filtered",
                runs(0, Long.MAX_VALUE),
                "a filtered run of 1 to 999997 sequences at byte");
    }

    @Test
    void filteredRunsThatCannotBeAreRefused() {
        assertRefused("filtered", runs(0, 0), "a filtered run of 1 to 999997 sequences at byte");
        assertRefused("filtered", runs(0, -1), "a filtered run of 1 to 999997 sequences at byte");
        assertRefused("filtered", runs(-1, 2), "a filtered run from 0 to 3 on at byte");
        assertRefused("filtered", runs(4, 1), "a filtered run from 0 to 3 on at byte");
        assertRefused("filtered", runs(1, 2, 2, 1), "a filtered run from 3 to 5 on at byte");
        assertRefused("filtered", runs(1, 2, 6, 1), "a filtered run from 3 to 5 on at byte");
        assertRefused("filtered", ints(1, 2), "a filtered run at byte");
        assertRefused(
                "filtered",
                p -> p.packArrayHeader(1).packArrayHeader(3).packInt(1).packInt(1).packInt(1),
                "a filtered run of 2 elements at byte");
        assertRefused("filtered", p -> p.packInt(1), "the filtered runs at byte");
    }

    @Test
    void attributesAreThoseOfTheOption() {
        LineAttributes attributes =
                marks(
                                "attributes",
                                packer -> {
                                    packer.packMapHeader(5).packString("later").packArrayHeader(0);
                                    packer.packString("service").packString("pay");
                                    packer.packString("host").packString("");
                                    packer.packString("tags").packArrayHeader(3);
                                    packer.packString("b").packString("").packString("a");
                                    packer.packString("fields").packMapHeader(2);
                                    packer.packString("z").packString("1");
                                    packer.packString("a").packString("");
                                })
                        .attributes();

        assertThat(attributes.service()).isEqualTo("pay");
        assertThat(attributes.host()).isNull();
        assertThat(attributes.tags()).containsExactly("b", "a");
        assertThat(attributes.fields()).containsExactly(Map.entry("z", "1"), Map.entry("a", ""));
        assertThat(LineAttributes.decode(attributes.encoded())).isEqualTo(attributes);
        assertThat(marks("attributes", MessagePacker::packNil).attributes().isEmpty()).isTrue();
        assertThat(marks("attributes", p -> p.packMapHeader(0)).attributes())
                .isEqualTo(LineAttributes.NONE);
    }

    @Test
    void tooManyAttributesAreRefused() {
        assertRefused(
                "attributes",
                p -> p.packMapHeader(1).packString("service").packString("x".repeat(8_193)),
                "attributes of at most 8192 bytes at byte");
        assertRefused(
                "attributes",
                packer -> {
                    packer.packMapHeader(2).packString("service").packString("x".repeat(8_000));
                    packer.packString("fields").packMapHeader(1);
                    packer.packString("y".repeat(100)).packString("z".repeat(93));
                },
                "attributes of at most 8192 bytes at byte");
        assertRefused(
                "attributes",
                packer -> {
                    packer.packMapHeader(1).packString("tags").packArrayHeader(65);
                    pack(packer, 65);
                },
                "at most 64 tags at byte");
        assertRefused(
                "attributes",
                packer -> {
                    packer.packMapHeader(1).packString("fields").packMapHeader(65);
                    pack(packer, 130);
                },
                "at most 64 fields at byte");
    }

    private static void pack(MessagePacker packer, int texts) throws IOException {
        for (int i = 0; i < texts; i++) {
            packer.packString("t" + i);
        }
    }

    @Test
    void attributesOfAnotherShapeAreRefused() {
        assertRefused("attributes", p -> p.packArrayHeader(0), "the attributes at byte");
        assertRefused(
                "attributes",
                p -> p.packMapHeader(1).packString("service").packInt(1),
                "a service at byte");
        assertRefused(
                "attributes",
                p -> p.packMapHeader(1).packString("host").packString("a\0"),
                "a host in UTF-8 without NUL at byte");
        assertRefused(
                "attributes",
                packer -> {
                    packer.packMapHeader(1).packString("tags").packArrayHeader(1);
                    packer.packBinaryHeader(1).writePayload(new byte[] {(byte) 0xff});
                },
                "a tag in UTF-8 without NUL at byte");
        assertRefused(
                "attributes",
                packer -> {
                    packer.packMapHeader(1).packString("fields").packMapHeader(1);
                    packer.packString("a").packNil();
                },
                "the text of a field at byte");
    }

    @Test
    void anAgentCannotSayWhatWouldBeRefused() {
        assertThatThrownBy(() -> new LineAttributes("x".repeat(8_193), null, List.of(), Map.of()))
                .hasMessage("attributes: expected at most 8192 bytes, found 8193");
        assertThatThrownBy(
                        () ->
                                new LineAttributes(
                                        null, null, Collections.nCopies(65, "t"), Map.of()))
                .hasMessage("attributes: expected at most 64 tags, found 65");
        assertThatThrownBy(() -> new LineAttributes(null, "\ud800", List.of(), Map.of()))
                .hasMessage(
                        "attributes: expected texts without NUL and halves of surrogate pairs,"
                                + " found one");
    }

    @ParameterizedTest
    @CsvSource({"p8n9, true", AGENT + ", false", "p8n9, false"})
    void otherFramesMaySayWhatTheyLike(String chunk, boolean lines) {
        for (String option : List.of("truncated", "filtered", "attributes")) {
            Events events =
                    ForwardCodecTest.events(
                            frame(chunk, lines, option, packer -> packer.packString("no")));

            assertThat(events.marks()).isEqualTo(LineMarks.NONE);
        }
    }

    @Test
    void theLastOfEqualOptionsCounts() {
        byte[] frame =
                ForwardCodecTest.packedFrame(
                        Packed.entries(3),
                        true,
                        Packed.of(
                                packer -> {
                                    packer.packMapHeader(4);
                                    packer.packString("truncated").packString("no");
                                    packer.packString("truncated");
                                    ints(1).to(packer);
                                    packer.packString("chunk").packString(AGENT);
                                    packer.packString("lines").packBoolean(true);
                                }));

        assertThat(ForwardCodecTest.events(frame).marks().truncated().stream()).containsExactly(1);
    }
}

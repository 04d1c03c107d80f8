package io.logdrive.agent.generate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OracleLinesTest {
    private static List<String> lines(OracleLines source, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] target = new byte[7 + source.lineBytesMax()];
            int end = source.put(target, 7);
            assertThat(target[end - 1]).isEqualTo((byte) '\n');
            lines.add(new String(target, 7, end - 8, US_ASCII));
        }
        return lines;
    }

    @Test
    void lineSaysWhichItIsAndWhetherItIsWhole() {
        List<String> lines = lines(new OracleLines("src-1", 998, 0), 500);

        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split("\\|", 5);
            byte[] payload = parts[4].getBytes(US_ASCII);
            CRC32C crc = new CRC32C();
            crc.update(payload);

            assertThat(parts[0]).isEqualTo("src-1");
            assertThat(parts[1]).isEqualTo(Integer.toString(998 + i));
            assertThat(parts[2]).isEqualTo(Integer.toString(payload.length));
            assertThat(parts[3]).isEqualTo(Long.toHexString(crc.getValue()));
            assertThat(payload.length).isBetween(40, 199);
        }
    }

    @Test
    void sourceAndSequenceAloneMakeTheLine() {
        List<String> all = lines(new OracleLines("a", 0, 0), 100);

        assertThat(lines(new OracleLines("a", 60, 0), 40)).isEqualTo(all.subList(60, 100));
        assertThat(lines(new OracleLines("b", 0, 0), 100)).doesNotContainAnyElementsOf(all);
        assertThat(all).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 151, 164, 1_000, 10_000, 65_536})
    void lengthIsAboutWhatWasAskedForAndNeverMore(int lineBytes) {
        OracleLines source = new OracleLines("s".repeat(64) + "-9999", 999_990, lineBytes);

        assertThat(lines(source, 30))
                .allSatisfy(
                        line -> assertThat(line.length() + 1).isBetween(lineBytes - 9, lineBytes));
    }

    @Test
    void lastSequenceOfAllFitsTheLine() {
        assertThat(lines(new OracleLines("s", Long.MAX_VALUE - 1, 150), 1).get(0))
                .startsWith("s|9223372036854775806|")
                .hasSizeBetween(140, 149);
    }
}

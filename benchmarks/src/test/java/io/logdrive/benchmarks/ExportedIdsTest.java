package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Reading an export's ids. */
class ExportedIdsTest {
    private static final String WHOLE =
            """
            {"id":7,"message":"a \\n {\\"id\\":99}"}
            {"id":1234567,"message":""}
            {"id":8,"message":"x"}
            {"end":true,"rows":3,"partial":false}
            """;

    private final ExportedIds ids = new ExportedIds();

    @Test
    void readsRowsAndTheEnd() throws Exception {
        ids.read(in(WHOLE), Long.MAX_VALUE);

        assertThat(ids.rows()).isEqualTo(3);
        assertThat(ids.distinct()).isEqualTo(3);
        assertThat(ids.lastId()).isEqualTo(8);
        assertThat(ids.ended()).isTrue();
    }

    @Test
    void readsWhateverPartsTheBytesComeIn() throws Exception {
        ids.read(byteByByte(WHOLE), Long.MAX_VALUE);

        assertThat(ids.rows()).isEqualTo(3);
        assertThat(ids.lastId()).isEqualTo(8);
    }

    @Test
    void leavesOutALineThatWasCut() throws Exception {
        ids.read(in(WHOLE.substring(0, WHOLE.indexOf("{\"id\":8") + 12)), Long.MAX_VALUE);

        assertThat(ids.rows()).isEqualTo(2);
        assertThat(ids.lastId()).isEqualTo(1_234_567);
        assertThat(ids.ended()).isFalse();
    }

    @Test
    void stopsWhenThereIsEnoughAndGoesOn() throws Exception {
        ids.read(in(WHOLE), 2);
        assertThat(ids.lastId()).isEqualTo(1_234_567);

        ids.read(in("{\"id\":8,\"message\":\"x\"}\n{\"end\":true}\n"), Long.MAX_VALUE);

        ExportedIds whole = new ExportedIds();
        whole.read(in(WHOLE), Long.MAX_VALUE);
        assertThat(ids.sameAs(whole)).isTrue();
        assertThat(ids.ended()).isTrue();
    }

    @Test
    void seesADouble() throws Exception {
        ids.read(in("{\"id\":8,\"m\":1}\n{\"id\":8,\"m\":1}\n"), Long.MAX_VALUE);

        assertThat(ids.rows()).isEqualTo(2);
        assertThat(ids.distinct()).isEqualTo(1);
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream byteByByte(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            private int next;

            @Override
            public int read() {
                return next < bytes.length ? bytes[next++] & 0xff : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int b = read();
                if (b < 0) {
                    return -1;
                }
                buffer[offset] = (byte) b;
                return 1;
            }
        };
    }
}

package io.logdrive.payara;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrillTest {
    @Test
    void crashPointsAndSabotageAreOffUnlessArmed() {
        assertThat(CrashPoint.armed(null)).isNull();
        assertThat(Sabotage.of(null)).isNull();
        assertThat(Sabotage.values()).noneMatch(Sabotage::isOn);
    }

    @Test
    void readsTheCrashPointAndItsPass() {
        CrashPoint.Armed armed = CrashPoint.armed("rows-inserted:10");

        assertThat(armed)
                .extracting("point", "left")
                .map(String::valueOf)
                .containsExactly("ROWS_INSERTED", "10");
    }

    @Test
    void refusesNamesThatItDoesNotKnow() {
        assertThatThrownBy(() -> CrashPoint.armed("rows"))
                .hasMessage("io.logdrive.drill.crash: expected a crash point, found \"rows\"");
        assertThatThrownBy(() -> Sabotage.of("skip"))
                .hasMessage("io.logdrive.drill.sabotage: expected a sabotage, found \"skip\"");
    }

    @Test
    void endsTheProcessAtTheArmedPass() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Dio.logdrive.drill.crash=rows-inserted:3",
                                Passing.class.getName())
                        .redirectErrorStream(true)
                        .start();

        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(said).isEqualTo("1\n2\ncrash-point reached=rows-inserted\n");
        assertThat(process.exitValue()).isEqualTo(CrashPoint.STATUS);
    }

    /** Passes points until it is ended. */
    static final class Passing {
        private Passing() {}

        public static void main(String[] arguments) {
            for (int pass = 1; pass <= 5; pass++) {
                CrashPoint.GROUP_COMMITTED.pass();
                CrashPoint.ROWS_INSERTED.pass();
                System.out.println(pass);
            }
        }
    }
}

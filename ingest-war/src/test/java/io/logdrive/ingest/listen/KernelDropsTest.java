package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelDropsTest {
    private static final String HEAD =
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
                    + "  timeout inode ref pointer drops\n";

    @TempDir private Path folder;

    @Test
    void readsTheLastColumnOfTheRowOfItsOwnSocket() throws IOException {
        descriptors("socket:[41]", "/dev/null", "socket:[43]");
        table("udp", row("0200007F", 5514, 42, 7), row("0100007F", 514, 41, 8));
        table("udp6", row("00000000000000000000000001000000", 5514, 43, 9));

        KernelDrops drops = KernelDrops.of(folder, folder.resolve("fd"), 5514);

        assertThat(drops.isKnown()).isTrue();
        assertThat(drops.count()).isEqualTo(9);
        table("udp6", row("00000000000000000000000001000000", 5514, 43, 4294967295L));
        assertThat(drops.count()).isEqualTo(4294967295L);
    }

    @Test
    void knowsNothingWithoutTheTablesOrItsRow() throws IOException {
        descriptors("socket:[43]");

        KernelDrops without = KernelDrops.of(folder, folder.resolve("fd"), 5514);
        table("udp", row("0100007F", 5514, 42, 7));
        KernelDrops ofOthers = KernelDrops.of(folder, folder.resolve("fd"), 5514);

        assertThat(without.isKnown()).isFalse();
        assertThat(without.count()).isEqualTo(KernelDrops.UNKNOWN);
        assertThat(ofOthers.count()).isEqualTo(KernelDrops.UNKNOWN);
    }

    @Test
    void addsUpACountThatBeginsAnew() {
        AtomicLong kernel = new AtomicLong(5);
        DropCount count = new DropCount(kernel::get);

        assertThat(count.look()).isEqualTo(5);
        kernel.set(4294967295L);
        assertThat(count.look()).isEqualTo(4294967290L);
        kernel.set(2);
        assertThat(count.look()).isEqualTo(3);
        kernel.set(KernelDrops.UNKNOWN);
        assertThat(count.look()).isZero();
        kernel.set(3);
        assertThat(count.look()).isEqualTo(1);
        assertThat(count.total()).isEqualTo(4294967299L);
    }

    private void descriptors(String... targets) throws IOException {
        Path descriptors = Files.createDirectory(folder.resolve("fd"));
        for (int i = 0; i < targets.length; i++) {
            Files.createSymbolicLink(descriptors.resolve(Integer.toString(i)), Path.of(targets[i]));
        }
    }

    private void table(String name, String... rows) throws IOException {
        Files.writeString(folder.resolve(name), HEAD + String.join("", rows));
    }

    private static String row(String address, int port, int inode, long drops) {
        return String.format(
                " 2374: %s:%04X 00000000:0000 07 00000000:00000000 00:00000000 00000000   102"
                        + "        0 %d 2 0000000000000000 %d%n",
                address, port, inode, drops);
    }
}

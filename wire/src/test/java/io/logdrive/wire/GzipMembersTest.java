package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link GzipMembers} on whole, joined, damaged and bomb-like input. */
class GzipMembersTest {
    private static byte[] inflated(byte[] zipped, int max) {
        EntryRange range = GzipMembers.inflate(zipped, 0, zipped.length, max);
        return Arrays.copyOf(range.bytes(), range.length());
    }

    @Test
    void membersAreJoined() {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        byte[] joined =
                Packed.join(
                        Packed.gzip(new byte[] {1, 2}),
                        Packed.gzip(new byte[0]),
                        Packed.gzip(large));

        assertThat(inflated(joined, 1 << 20)).isEqualTo(Packed.join(new byte[] {1, 2}, large));
    }

    @Test
    void optionalPartsOfTheHeaderAreSteppedOver() {
        byte[] plain = Packed.gzip(new byte[] {7});
        byte[] parts =
                Packed.join(
                        Packed.hex("1f 8b 08 1e 00000000 00 ff"),
                        Packed.hex("0300 aabbcc"),
                        "name\0comment\0".getBytes(US_ASCII),
                        Packed.hex("1234"),
                        Arrays.copyOfRange(plain, 10, plain.length));

        assertThat(inflated(parts, 16)).containsExactly(7);
        for (int cut = 0; cut < parts.length; cut++) {
            int length = cut;
            assertThatThrownBy(() -> GzipMembers.inflate(parts, 0, length, 16))
                    .isInstanceOf(ForwardException.class);
        }
    }

    @Test
    void theBoundIsExact() {
        byte[] zipped = Packed.gzip(new byte[100_000]);

        assertThat(inflated(zipped, 100_000)).hasSize(100_000);
        assertThatThrownBy(() -> inflated(zipped, 99_999))
                .isInstanceOf(ForwardException.class)
                .hasMessage("gzip entries: expected at most 99999 bytes inflated, found more");
    }

    @Test
    void aBombCostsNoMoreThanTheBound() {
        byte[] bomb = Packed.gzip(new byte[200 << 20]);
        int max = 1 << 20;

        long before = Allocation.bytes();
        assertThatThrownBy(() -> inflated(bomb, max)).isInstanceOf(ForwardException.class);

        assertThat(Allocation.bytes() - before).isLessThan(3L * max);
    }

    @Test
    void garbageBehindAMemberIsNotTheEnd() {
        byte[] zipped = Packed.gzip(new byte[] {1, 2, 3});

        assertThatThrownBy(() -> inflated(Packed.join(zipped, new byte[1]), 100))
                .isInstanceOf(ForwardException.class)
                .hasMessage("gzip entries: expected a gzip header, found 1 bytes");
        assertThatThrownBy(() -> inflated(Packed.join(zipped, new byte[40]), 100))
                .isInstanceOf(ForwardException.class)
                .hasMessage("gzip entries: expected a gzip header, found other bytes");
    }

    @Test
    void everyCutIsNoticed() {
        byte[] zipped = Packed.join(Packed.gzip(Packed.entries(9)), Packed.gzip(new byte[99]));
        int member = Packed.gzip(Packed.entries(9)).length;
        for (int cut = 0; cut < zipped.length; cut++) {
            int length = cut;
            if (cut != member) {
                assertThatThrownBy(() -> GzipMembers.inflate(zipped, 0, length, 10_000))
                        .isInstanceOf(ForwardException.class);
            }
        }
    }

    @Test
    void everyFlippedBitIsNoticedOrHarmless() {
        byte[] entries = Packed.entries(9);
        byte[] zipped = Packed.gzip(entries);
        for (int bit = 0; bit < 8 * zipped.length; bit++) {
            zipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                // Time stamp, operating system and the like mean nothing to us.
                if (!Arrays.equals(inflated(zipped, 10_000), entries)) {
                    fail("bit %d: damage passed unnoticed", bit);
                }
            } catch (ForwardException e) {
                assertThat(e).hasMessageStartingWith("gzip entries: expected");
            }
            zipped[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }
}

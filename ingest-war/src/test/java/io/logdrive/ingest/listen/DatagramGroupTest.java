package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.Rounds;
import io.logdrive.ingest.Seeds;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.PrefixedLines;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DatagramGroupTest {
    private static final int LIMIT = 16;

    private final DatagramSender first = new DatagramSender("192.0.2.1");
    private final DatagramSender second = new DatagramSender("192.0.2.2");
    private final DatagramGroup group = new DatagramGroup(LIMIT, 3);

    @Test
    void makesOneChunkForEachSenderInTheOrderOfTheirDatagrams() {
        add(first, "<13>a");
        add(second, "<13>b\nc\n");
        add(first, "");
        add(first, "<13>d\0");

        Chunk ofFirst = group.take().chunk();
        Chunk ofSecond = group.take().chunk();

        assertThat(texts(ofFirst)).containsExactly("<13>a", "", "<13>d");
        assertThat(texts(ofSecond)).containsExactly("<13>b\nc");
        assertThat(ofFirst.origin().kind()).isEqualTo(OriginKind.SYSLOG_UDP);
        assertThat(ofFirst.origin().peer()).isEqualTo("192.0.2.1");
        assertThat(ofFirst.origin().id()).isNotEqualTo(ofSecond.origin().id());
        assertThat(group.isEmpty()).isTrue();
    }

    @Test
    void numbersTheLinesOfASenderWithoutGapsFromChunkToChunk() {
        for (int i = 0; i < 7; i++) {
            add(first, "<13>" + i);
        }

        List<Chunk> chunks = takeAll();
        add(first, "<13>7");
        chunks.addAll(takeAll());

        assertThat(chunks).extracting(Chunk::first).containsExactly(0L, 3L, 6L, 7L);
        assertThat(chunks).extracting(Chunk::lines).containsExactly(3, 3, 1, 1);
        assertThat(texts(chunks.get(2))).containsExactly("<13>6");
    }

    @Test
    void cutsADatagramAtTheLimitOfALine() {
        add(first, "<13>567890123456");
        add(first, "<13>567890123456789");
        add(first, "<13>567890123456\n");

        Chunk chunk = group.take().chunk();

        assertThat(texts(chunk))
                .containsExactly("<13>567890123456", "<13>567890123456", "<13>567890123456");
        assertThat(chunk.truncated().stream()).containsExactly(1);
        assertThat(group.skippedBytes()).isEqualTo(3);
    }

    @Test
    void isFullWhenTheNextDatagramMightNotFit() {
        DatagramSender sender = first;
        int datagrams = 0;
        while (!group.isFull()) {
            add(sender, "x".repeat(60_000));
            datagrams++;
        }
        assertThat(datagrams).isEqualTo(8);
        takeAll();
        datagrams = 0;
        while (!group.isFull()) {
            add(sender, "");
            datagrams++;
        }

        assertThat(datagrams).isEqualTo(DatagramGroup.DATAGRAMS_MAX);
    }

    @Test
    void givesEachSenderWhatItSent() {
        long seed = Seeds.next();
        RandomGenerator random = Seeds.generator(seed);
        for (Rounds rounds = new Rounds(200); rounds.next(); ) {
            Map<String, List<String>> sent = new HashMap<>();
            List<DatagramSender> senders = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                senders.add(new DatagramSender("192.0.2." + i));
            }
            for (int i = random.nextInt(50); i >= 0; i--) {
                DatagramSender sender = senders.get(random.nextInt(senders.size()));
                String text = "x".repeat(random.nextInt(LIMIT - 2)) + i;
                add(sender, text);
                sent.computeIfAbsent(sender.origin().peer(), peer -> new ArrayList<>()).add(text);
            }

            Map<String, List<String>> taken = new HashMap<>();
            for (Chunk chunk : takeAll()) {
                taken.computeIfAbsent(chunk.origin().peer(), peer -> new ArrayList<>())
                        .addAll(texts(chunk));
            }

            assertThat(taken).as("seed %d round %d", seed, rounds.count()).isEqualTo(sent);
        }
    }

    private void add(DatagramSender sender, String text) {
        ByteBuffer room = group.room();
        int start = room.position();
        room.put(text.getBytes(UTF_8));
        group.add(sender, start);
    }

    private List<Chunk> takeAll() {
        List<Chunk> chunks = new ArrayList<>();
        while (!group.isEmpty()) {
            chunks.add(group.take().chunk());
        }
        return chunks;
    }

    private static List<String> texts(Chunk chunk) {
        List<String> texts = new ArrayList<>();
        PrefixedLines lines = new PrefixedLines(chunk.body());
        while (lines.next()) {
            texts.add(new String(chunk.body(), lines.start(), lines.end() - lines.start(), UTF_8));
        }
        assertThat(texts).hasSize(chunk.lines());
        return texts;
    }
}

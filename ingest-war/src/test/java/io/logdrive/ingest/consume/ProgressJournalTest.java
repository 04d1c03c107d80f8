package io.logdrive.ingest.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressJournalTest {
    private static final UUID ORIGIN = new UUID(5, 6);
    private static final int COMMITS = 4;

    @TempDir private Path folder;
    private final ConsumerLedger ledger = new ConsumerLedger();

    @Test
    void knowsAfterARestartWhatWasCommitted() throws IOException {
        write();

        ProgressJournal again = journal(new RealDisk());

        assertThat(again.open()).isNull();
        assertThat(again.position()).isEqualTo("position 4");
        assertThat(ledger.runs()).containsExactly(run(0, 40));
    }

    @Test
    void knowsTheLastWholeCommitWhereverItIsCut() throws IOException {
        List<Long> ends = write();
        byte[] whole = Files.readAllBytes(file());

        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file(), Arrays.copyOf(whole, cut));
            int length = cut;
            long commits = ends.stream().filter(end -> end <= length).count();
            ProgressJournal journal = journal(new RealDisk());

            assertThat(journal.open()).as("cut at %d", cut).isNull();
            assertThat(journal.position())
                    .as("cut at %d", cut)
                    .isEqualTo(commits == 0 ? "" : "position " + commits);
            assertThat(ledger.covered(ORIGIN, 0, 100)).isEqualTo(10 * commits);
            journal.append("next", List.of(run(90, 91)));
            journal.close();
            journal.open();
            assertThat(journal.position()).as("cut at %d", cut).isEqualTo("next");
            assertThat(ledger.covered(ORIGIN, 0, 100)).isEqualTo(10 * commits + 1);
            journal.close();
        }
    }

    @Test
    void dropsTheZerosThatAPowerCutLeft() throws IOException {
        write();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length + 4_096));
        ProgressJournal journal = journal(new RealDisk());

        assertThat(journal.open()).isNull();
        assertThat(journal.position()).isEqualTo("position 4");
        assertThat(Files.size(file())).isEqualTo(whole.length);
    }

    @Test
    void putsADamagedFileAsideAndClaimsNoPosition() throws IOException {
        List<Long> ends = write();
        byte[] whole = Files.readAllBytes(file());
        int second = Math.toIntExact(ends.get(0));

        for (int at : List.of(second, second + 5, second + 9, second + 20)) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file(), damaged);
            ProgressJournal journal = journal(new RealDisk());

            Path aside = journal.open();

            assertThat(aside).as("damaged at %d", at).hasBinaryContent(damaged);
            assertThat(journal.position()).isEmpty();
            assertThat(ledger.runs()).containsExactly(run(0, 10));
            journal.append("next", List.of(run(10, 20)));
            journal.close();
            journal.open();
            assertThat(journal.position()).isEqualTo("next");
            assertThat(ledger.runs()).containsExactly(run(0, 20));
            journal.close();
        }
    }

    @Test
    void takesNothingOfARecordThatSaysSomethingElseThanOurs() throws IOException {
        write();
        byte[] whole = Files.readAllBytes(file());
        byte[] first = Arrays.copyOfRange(whole, 12, whole.length);
        byte[] cut = Arrays.copyOf(first, 60);
        byte[] empty = {};

        for (byte[] content : List.of(cut, empty)) {
            byte[] strange = JournalFuzz.framed(content);
            byte[] journaled = Arrays.copyOf(whole, whole.length + strange.length);
            System.arraycopy(strange, 0, journaled, whole.length, strange.length);
            Files.write(file(), journaled);
            ProgressJournal journal = journal(new RealDisk());

            Path aside = journal.open();

            assertThat(aside).hasBinaryContent(journaled);
            assertThat(journal.position()).isEmpty();
            assertThat(ledger.runs()).containsExactly(run(0, 40));
            journal.close();
        }
    }

    @Test
    void staysSmallHoweverManyCommitsThereAre() throws IOException {
        ProgressJournal journal = journal(new RealDisk());
        journal.open();
        String position = "p".repeat(10_000);

        for (int i = 0; i < 500; i++) {
            journal.append(position + i, List.of(run(i, i + 1L)));
        }
        journal.close();

        assertThat(Files.size(file())).isLessThan(1 << 20);
        journal.open();
        assertThat(journal.position()).isEqualTo(position + 499);
        assertThat(ledger.runs()).containsExactly(run(0, 500));
    }

    @Test
    void takesBackACommitWhoseCallFailed() throws IOException {
        for (int failing = 1; ; failing++) {
            Files.deleteIfExists(file());
            FailingDisk disk = new FailingDisk(failing);
            ProgressJournal journal = journal(disk);
            int committed = 0;
            boolean done = false;
            while (!done) {
                try {
                    journal.open();
                    // What was reported to have failed is not there after the next look.
                    assertThat(ledger.covered(ORIGIN, 0, 100))
                            .as(disk.failed())
                            .isEqualTo(committed);
                    while (committed < 5) {
                        journal.append("p" + committed, List.of(run(committed, committed + 1L)));
                        committed++;
                        if (committed == 3) {
                            journal.compact();
                        }
                    }
                    done = true;
                } catch (IOException e) {
                    assertThat(disk.failed()).isNotEmpty();
                }
            }
            journal.close();
            if (disk.failed().isEmpty()) {
                assertThat(failing).as("calls that failed").isGreaterThan(10);
                return;
            }
        }
    }

    @Test
    void refusesToAppendWhileItIsClosed() {
        assertThatThrownBy(() -> journal(new RealDisk()).append("x", List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage(file() + ": expected to be open, found it closed");
    }

    /** Where each commit ends. */
    private List<Long> write() throws IOException {
        List<Long> ends = new ArrayList<>();
        ProgressJournal journal = journal(new RealDisk());
        journal.open();
        for (int i = 0; i < COMMITS; i++) {
            journal.append("position " + (i + 1), List.of(run(10L * i, 10L * i + 10)));
            ends.add(Files.size(file()));
        }
        journal.close();
        return ends;
    }

    private ProgressJournal journal(Disk disk) {
        return new ProgressJournal(disk, folder, ledger);
    }

    private Path file() {
        return folder.resolve("journal");
    }

    private static Run run(long first, long end) {
        return new Run(ORIGIN, OriginKind.AGENT, 7, first, end);
    }
}

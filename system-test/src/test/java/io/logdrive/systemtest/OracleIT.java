package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle sees each sabotage: the other tests are worth what this one is. */
class OracleIT {
    private static final int LINES = 10;

    @TempDir Path folder;

    @Test
    void findsNothingWrongWithAServerThatStoresWhatItAcknowledges() throws IOException {
        OracleVerdict verdict = verdictOn(lines -> lines);

        assertThat(verdict).isEqualTo(OracleVerdict.CLEAN);
    }

    @Test
    void seesADroppedLine() throws IOException {
        OracleVerdict verdict =
                verdictOn(
                        lines -> {
                            lines.remove(3);
                            return lines;
                        });

        assertThat(verdict.lost()).singleElement().asString().endsWith("|3");
        assertThat(verdict.doubled()).isEmpty();
    }

    @Test
    void seesADoubledLine() throws IOException {
        OracleVerdict verdict =
                verdictOn(
                        lines -> {
                            lines.add(4, lines.get(4));
                            return lines;
                        });

        assertThat(verdict.doubled()).singleElement().asString().endsWith("|4");
        assertThat(verdict.lost()).isEmpty();
    }

    @Test
    void seesAnAcknowledgementThatCameBeforeTheLinesWereStored() throws IOException {
        OracleVerdict verdict = verdictOn(lines -> lines.subList(0, 6));

        assertThat(verdict.lost()).hasSize(4);
    }

    @Test
    void seesAChangedPayload() throws IOException {
        OracleVerdict verdict =
                verdictOn(
                        lines -> {
                            lines.set(2, lines.get(2).replace("payload", "pAyload"));
                            return lines;
                        });

        assertThat(verdict.damaged()).hasSize(1);
        assertThat(verdict.lost()).singleElement().asString().endsWith("|2");
    }

    @Test
    void seesLinesInAnotherOrder() throws IOException {
        OracleVerdict verdict =
                verdictOn(
                        lines -> {
                            Collections.swap(lines, 7, 8);
                            return lines;
                        });

        assertThat(verdict.disordered()).singleElement().asString().endsWith("|7");
    }

    @Test
    void seesALineThatNobodySent() throws IOException {
        OracleVerdict verdict =
                verdictOn(
                        lines -> {
                            lines.add(new OracleLine("elsewhere", 0, "x").text());
                            return lines;
                        });

        assertThat(verdict.invented()).containsExactly("elsewhere|0");
    }

    @Test
    void allowsLinesThatAreStoredAndWereNotAcknowledged() throws IOException {
        OracleNotes notes = new OracleNotes(folder.resolve("notes"));
        OracleLine line = new OracleLine("source", 0, "x");
        notes.attempted("source", 2);

        OracleVerdict verdict = OracleVerdict.on(notes, List.of(line.text()));

        assertThat(verdict).isEqualTo(OracleVerdict.CLEAN);
    }

    /** Sends to a server that closes in order and then stores what {@code sabotage} makes. */
    private OracleVerdict verdictOn(UnaryOperator<List<String>> sabotage) throws IOException {
        OracleNotes notes = new OracleNotes(folder.resolve("notes"));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> received =
                    CompletableFuture.supplyAsync(() -> linesOfOneConnection(server));

            LineSender.End end = OracleLoad.send(server.getLocalPort(), notes, LINES);

            assertThat(end).isEqualTo(LineSender.End.ORDERLY);
            List<String> stored = sabotage.apply(received.join());
            return OracleVerdict.on(notes, stored);
        }
    }

    private static List<String> linesOfOneConnection(ServerSocket server) {
        try (Socket socket = server.accept();
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            return new ArrayList<>(reader.lines().toList());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

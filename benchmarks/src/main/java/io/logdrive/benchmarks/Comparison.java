package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Logdrive and others beside each other: in each round one after the other over each number of
 * connections, so that what else goes on in the machine hits all alike.
 *
 * <p>Confined to the main thread.
 */
final class Comparison {
    private final Layout layout;
    private final List<PeerKind> kinds;
    private final Plan.Load load;
    private final Server.Options options;
    private final Progress progress;
    private final Path scratch;
    private final Map<PeerKind, Peer> peers = new ConcurrentHashMap<>();
    private final Map<PeerKind, Figures> figures = new EnumMap<>(PeerKind.class);
    private volatile @Nullable PostgresDatabase postgres;

    Comparison(
            Layout layout,
            List<PeerKind> kinds,
            Plan.Load load,
            Server.Options options,
            Progress progress)
            throws IOException {
        this.layout = layout;
        this.kinds = kinds;
        this.load = load;
        this.options = options;
        this.progress = progress;
        Files.createDirectories(layout.scratch());
        this.scratch = Files.createTempDirectory(layout.scratch(), "compare");
    }

    /**
     * Measures, and checks what each has stored.
     *
     * @param command what the report says was typed
     * @return the report
     */
    String run(String command, int rounds) throws Exception {
        CleanUp atTheEnd = CleanUp.atTheEnd(this::cleanUp);
        try {
            String heading = heading(command, rounds);
            for (int round = 1; round <= rounds; round++) {
                for (PeerKind kind : kinds) {
                    measure(kind, round);
                }
            }
            for (PeerKind kind : kinds) {
                progress.say("checking %s ...", kind);
                begun(kind).end();
            }
            return new ComparisonReport(figures, heading).markdown();
        } finally {
            atTheEnd.close();
        }
    }

    private void measure(PeerKind kind, int round)
            throws IOException, InterruptedException, SQLException {
        Peer peer = begun(kind);
        for (int connections : load.connections()) {
            Pipeline.Result result = peer.send(load.lines(), connections);
            figures.computeIfAbsent(kind, k -> new Figures()).add(result);
            progress.say(
                    "run %d, %s, connections %d: accepted %,.0f lines/s, at rest %,.0f lines/s",
                    round, kind, connections, result.acceptedRate(), result.storedRate());
        }
    }

    private Peer begun(PeerKind kind) throws IOException, InterruptedException, SQLException {
        Peer known = peers.get(kind);
        if (known != null) {
            return known;
        }
        progress.say("starting %s ...", kind);
        Peer started = start(kind, Files.createDirectory(scratch.resolve(kind.toString())));
        peers.put(kind, started);
        started.warmUp(load.warmUp(), load.connectionsMost());
        return started;
    }

    private Peer start(PeerKind kind, Path data)
            throws IOException, InterruptedException, SQLException {
        RsyslogQueue queue = kind.queue();
        if (queue == null) {
            Database database =
                    kind.usesPostgres() ? postgres() : DatabaseKind.H2.open(layout, data, Map.of());
            return Session.begin(layout, database, options, data, load.lineBytes());
        }
        RsyslogSink sink =
                kind.usesPostgres()
                        ? RsyslogTable.create(postgres(), data)
                        : new RsyslogFile(data.resolve("lines.log"));
        return Rsyslog.start(layout, queue, sink, data, load.lineBytes());
    }

    private PostgresDatabase postgres() throws IOException {
        if (postgres == null) {
            Path migrations = layout.migrations(DatabaseKind.POSTGRESQL.toString());
            postgres = PostgresDatabase.start(migrations, scratch.resolve("database"), Map.of());
        }
        return Objects.requireNonNull(postgres);
    }

    private String heading(String command, int rounds) throws IOException, InterruptedException {
        boolean usesPostgres = kinds.stream().anyMatch(PeerKind::usesPostgres);
        return Machine.heading(layout.root(), command)
                + (usesPostgres ? "- " + postgres().text() + "\n" : "")
                + "- "
                + Rsyslog.version()
                + ": imptcp, one queue, 2,000 lines a transaction; into PostgreSQL by mmjsonparse"
                + " and ompgsql, the same table and rows as Logdrive's\n"
                + String.format(
                        Locale.ROOT,
                        "- %,d lines of about %d bytes a run, %d run(s), the same lines for all;"
                                + " before, uncounted, %,d lines to each Logdrive%n",
                        load.lines(),
                        load.lineBytes(),
                        rounds,
                        load.warmUp())
                + "- Logdrive: one server, -Xmx512m; batch.age-max 100 ms"
                + options.more()
                + "\n"
                + """
                - accepted: until the agent saw the orderly close. What it says: Logdrive has every\
                 line on disk, synced; rsyslog has it in its queue, of which a memory queue loses\
                 all and an unsynced disk queue what the kernel had not written
                - at rest: row committed, or line in the file, unsynced; looked at every 25 ms
                - afterwards all was read: every line there once; of rsyslog's, 20,000 numbered\
                 ones more, whole and in order
                """;
    }

    private void cleanUp() {
        peers.values().forEach(Peer::close);
        PostgresDatabase started = postgres;
        try {
            if (started != null) {
                started.close();
            }
            Scratch.delete(scratch);
        } catch (IOException e) {
            progress.say("scratch %s: cannot delete: %s", scratch, e);
        }
    }
}

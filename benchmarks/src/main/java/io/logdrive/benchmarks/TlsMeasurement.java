package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What TLS costs: two servers, of which the second has TLS between ingest and destination; in each
 * run the three ways one after the other, so that what else goes on hits all alike.
 *
 * <p>Confined to the main thread.
 */
final class TlsMeasurement {
    private final TlsPlan plan;
    private final Layout layout;
    private final Progress progress;
    private final Path scratch;
    private final Map<Way, Figures> figures = new TreeMap<>();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

    TlsMeasurement(TlsPlan plan, Layout layout, Progress progress) throws IOException {
        this.plan = plan;
        this.layout = layout;
        this.progress = progress;
        Files.createDirectories(layout.scratch());
        this.scratch = Files.createTempDirectory(layout.scratch(), "tls");
        for (Way way : Way.values()) {
            figures.put(way, new Figures());
        }
    }

    /**
     * Measures, and checks the rows.
     *
     * @param command what the report says was typed
     * @return the report
     */
    String run(String command) throws Exception {
        CleanUp atTheEnd = CleanUp.atTheEnd(this::cleanUp);
        try {
            Path certificates = certificates();
            progress.say("starting two servers ...");
            Session plain = session("plain", intake(certificates));
            Map<String, String> both = intake(certificates);
            both.putAll(hop(certificates));
            Session hop = session("hop", both);
            SocketFactory inside = inside(certificates);
            try (Tunnel toPlain = tunnel(plain, SocketFactory.getDefault());
                    Tunnel toTls = tunnel(plain, inside);
                    Tunnel toHop = tunnel(hop, SocketFactory.getDefault())) {
                for (int round = 0; round <= plan.runs(); round++) {
                    send(Way.PLAIN, plain, toPlain, round);
                    send(Way.INTAKE, plain, toTls, round);
                    send(Way.HOP, hop, toHop, round);
                }
            }
            progress.say("checking %,d rows ...", plain.rows() + hop.rows());
            plain.end();
            hop.end();
            return report(command);
        } finally {
            atTheEnd.close();
        }
    }

    /** The round 0 is what comes before. */
    private void send(Way way, Session session, Tunnel tunnel, int round) throws Exception {
        Plan.Load load = plan.load();
        int connections = load.connectionsMost();
        if (round > 0) {
            Pipeline.Result result =
                    session.send(
                            layout, load.sending(connections), load.lineBytes(), tunnel.port());
            Figures of = figures.getOrDefault(way, new Figures());
            of.accepted.add(result.acceptedRate());
            of.stored.add(result.storedRate());
            progress.say(
                    "run %d, %s: accepted %,.0f lines/s, stored %,.0f lines/s",
                    round, way.text, result.acceptedRate(), result.storedRate());
        } else if (load.warmUp() > 0) {
            session.send(layout, load.warmingUp(), load.lineBytes(), tunnel.port());
        }
    }

    private String report(String command) throws IOException, InterruptedException {
        Figures plain = figures.getOrDefault(Way.PLAIN, new Figures());
        StringBuilder text = new StringBuilder(Machine.heading(layout.root(), command));
        text.append(
                String.format(
                        Locale.ROOT,
                        "- %,d lines of about %d bytes a run over %d connection(s), %d run(s);"
                                + " before, uncounted, %,d lines each way%n"
                                + "- TLS 1.3, EC certificates; through a process that carries the"
                                + " bytes on, in each way%n"
                                + "- afterwards every row was read: all there, none double, in"
                                + " order%n%n",
                        plan.load().lines(),
                        plan.load().lineBytes(),
                        plan.load().connectionsMost(),
                        plan.runs(),
                        plan.load().warmUp()));
        text.append("| way | accepted, lines/s | ratio | stored, lines/s | ratio |\n");
        text.append("|---|---|---|---|---|\n");
        figures.forEach(
                (way, of) ->
                        text.append(
                                String.format(
                                        Locale.ROOT,
                                        "| %s | %,.0f | %.2f | %,.0f | %.2f |%n",
                                        way.text,
                                        of.accepted.median(),
                                        of.accepted.over(plain.accepted).median(),
                                        of.stored.median(),
                                        of.stored.over(plain.stored).median())));
        text.append("\nMedians; each ratio is to the plain way of the same run.\n");
        return text.toString();
    }

    private Session session(String name, Map<String, String> settings) throws Exception {
        Database database = plan.database().open(layout, scratch.resolve("db-" + name), Map.of());
        opened.add(database);
        Path data = Files.createTempDirectory(scratch, name);
        Session begun =
                Session.begin(
                        layout,
                        database,
                        plan.server().with(settings),
                        data,
                        plan.load().lineBytes());
        opened.add(0, begun);
        return begun;
    }

    private static Tunnel tunnel(Session session, SocketFactory sockets) throws IOException {
        return Tunnel.to(session.server().linesPort(), sockets);
    }

    private static Map<String, String> intake(Path certificates) {
        return new TreeMap<>(
                Map.of(
                        "logdrive.ingest.listen.tls.certificate",
                        certificates.resolve("server.pem").toString(),
                        "logdrive.ingest.listen.tls.key",
                        certificates.resolve("server.key").toString()));
    }

    private static Map<String, String> hop(Path certificates) {
        return Map.of(
                "logdrive.destination.receive.tls.certificate",
                certificates.resolve("server.pem").toString(),
                "logdrive.destination.receive.tls.key",
                certificates.resolve("server.key").toString(),
                "logdrive.ingest.forward.tls",
                "on",
                "logdrive.ingest.forward.tls.ca",
                certificates.resolve("ca.pem").toString());
    }

    private Path certificates() throws IOException, InterruptedException {
        Path folder = scratch.resolve("certificates");
        List<String> command = new ArrayList<>();
        command.add(layout.certificatesScript().toString());
        command.addAll(List.of("--dir", folder.toString(), "--san", "localhost,127.0.0.1"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", layout.javaHome().toString());
        builder.redirectOutput(scratch.resolve("certificates.out").toFile());
        if (builder.start().waitFor() != 0) {
            throw new BenchmarkException(
                    "payara/certificates: expected to work, found:\n"
                            + Files.readString(scratch.resolve("certificates.out")));
        }
        return folder;
    }

    private static SocketFactory inside(Path certificates)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificates.resolve("ca.pem"))) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private void cleanUp() {
        for (AutoCloseable open : opened) {
            try {
                open.close();
            } catch (Exception e) {
                progress.say("cannot close: %s", e);
            }
        }
        try {
            Scratch.delete(scratch);
        } catch (IOException e) {
            progress.say("scratch %s: cannot delete: %s", scratch, e);
        }
    }

    /**
     * What is measured.
     *
     * <p>Immutable.
     *
     * @param load what is sent in each run
     * @param runs how often
     * @param server how both servers are started
     */
    record TlsPlan(DatabaseKind database, Plan.Load load, int runs, Server.Options server) {}

    /** Where TLS is. Immutable. */
    private enum Way {
        PLAIN("plain"),
        INTAKE("TLS to the intake port"),
        HOP("TLS between ingest and destination");

        private final String text;

        Way(String text) {
            this.text = text;
        }
    }

    /** Of one way, run by run. Confined to the main thread. */
    private static final class Figures {
        private final Sample accepted = new Sample();
        private final Sample stored = new Sample();
    }
}

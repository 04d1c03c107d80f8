package io.logdrive.payara;

import io.logdrive.tls.RenewableTls;
import io.logdrive.tls.TlsContext;
import io.logdrive.tls.TlsFiles;
import io.logdrive.tls.TlsProblem;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * How a connection of ours to another server is protected.
 *
 * @param tls whether it is inside TLS
 * @param files whom to trust, and what to show
 * @param serverName what the server's certificate is to name
 * @param sharedKey what the server must know; secret; empty: nothing
 *     <p>Immutable; the files may change.
 */
public record ClientProtection(boolean tls, TlsFiles files, String serverName, String sharedKey) {
    private static final TlsFiles NO_FILES = new TlsFiles(null, null, null);

    /** Plain. */
    public static ClientProtection none(InetSocketAddress server) {
        return new ClientProtection(false, NO_FILES, server.getHostString(), "");
    }

    /** Reads {@code CLIENT.tls}, {@code CLIENT.tls.…} and {@code CLIENT.shared-key}. */
    public static ClientProtection read(
            ConfigurationReader reader, String client, InetSocketAddress server) {
        String prefix = client + ".tls.";
        String word = reader.text(client + ".tls", "off");
        boolean on = word.equals("on");
        if (!on && !word.equals("off")) {
            reader.refuse(client + ".tls", "on or off", word);
        }
        TlsFiles files =
                new TlsFiles(
                        reader.pathOrNone(prefix + "ca"),
                        reader.pathOrNone(prefix + "certificate"),
                        reader.pathOrNone(prefix + "key"));
        String serverName = reader.text(prefix + "server-name", server.getHostString());
        String sharedKey = reader.secret(client + ".shared-key", "");
        PortProtection.checkLength(reader, client + ".shared-key", sharedKey);
        if (!on && !files.equals(NO_FILES)) {
            reader.refuse(client + ".tls", "on, for files for it are named", word);
        }
        List<TlsProblem> problems = new ArrayList<>();
        files.read(problems);
        for (TlsProblem problem : problems) {
            String name =
                    switch (problem.part()) {
                        case AUTHORITIES -> "ca";
                        case CERTIFICATE -> "certificate";
                        case KEY -> "key";
                    };
            ServerTlsConfig.refuse(reader, prefix + name, problem);
        }
        return new ClientProtection(on, files, serverName, sharedKey);
    }

    /**
     * What connections are given.
     *
     * @param connection in the log lines
     * @throws io.logdrive.tls.TlsUnusableException when the files have become wrong
     */
    public RenewableTls open(System.Logger logger, String connection) {
        return RenewableTls.open(
                files,
                material -> TlsContext.ofClient(material, serverName),
                logger,
                connection,
                Clock.systemUTC());
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "ClientProtection[tls="
                + tls
                + ", files="
                + files
                + ", serverName="
                + serverName
                + ", sharedKey="
                + (sharedKey.isEmpty() ? "none" : "********")
                + "]";
    }
}

package io.logdrive.payara;

import io.logdrive.tls.ClientAuth;
import io.logdrive.tls.RenewableTls;
import io.logdrive.tls.TlsContext;
import io.logdrive.tls.TlsFiles;
import io.logdrive.tls.TlsProblem;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * TLS on a port of ours: PEM files, by their paths.
 *
 * @param files the port's own certificate and key; none: no TLS
 * @param clients whether who connects must show a certificate
 *     <p>Immutable; the files may change.
 */
public record ServerTlsConfig(TlsFiles files, ClientAuth clients) {
    /** No TLS. */
    public static final ServerTlsConfig OFF =
            new ServerTlsConfig(new TlsFiles(null, null, null), ClientAuth.NONE);

    private static final String WORDS = "none, optional or required";

    /**
     * Reads {@code PORT.tls.certificate}, {@code .key}, {@code .client-ca} and {@code
     * .client-auth}, and the files, so that a start cannot fail.
     */
    static ServerTlsConfig read(ConfigurationReader reader, String port) {
        String prefix = port + ".tls.";
        Path certificate = reader.pathOrNone(prefix + "certificate");
        Path key = reader.pathOrNone(prefix + "key");
        Path authorities = reader.pathOrNone(prefix + "client-ca");
        ClientAuth clients = clients(reader, prefix + "client-auth", authorities != null);
        TlsFiles files = new TlsFiles(authorities, certificate, key);
        if (certificate == null && key == null) {
            refuseWithoutCertificate(reader, prefix, authorities != null, clients);
            return OFF;
        }
        if (clients != ClientAuth.NONE && authorities == null) {
            reader.refuse(
                    prefix + "client-auth",
                    "none, or with it " + reader.nameOf(prefix + "client-ca"),
                    clients.word());
        }
        List<TlsProblem> problems = new ArrayList<>();
        files.read(problems);
        for (TlsProblem problem : problems) {
            String name =
                    switch (problem.part()) {
                        case AUTHORITIES -> "client-ca";
                        case CERTIFICATE -> "certificate";
                        case KEY -> "key";
                    };
            refuse(reader, prefix + name, problem);
        }
        return new ServerTlsConfig(files, clients);
    }

    /** Says what is wrong with a file. */
    static void refuse(ConfigurationReader reader, String key, TlsProblem problem) {
        String where = problem.file() == null ? "" : " (" + problem.file() + ")";
        reader.refuse(key, problem.expected(), problem.found() + where);
    }

    /** Whether the port speaks TLS. */
    public boolean isOn() {
        return files.certificate() != null;
    }

    /**
     * What connections are given.
     *
     * @param port in the log lines
     * @throws io.logdrive.tls.TlsUnusableException when the files have become wrong
     */
    public RenewableTls open(System.Logger logger, String port) {
        return RenewableTls.open(
                files,
                material -> TlsContext.ofServer(material, clients),
                logger,
                port,
                Clock.systemUTC());
    }

    private static ClientAuth clients(
            ConfigurationReader reader, String key, boolean withAuthorities) {
        ClientAuth byDefault = withAuthorities ? ClientAuth.REQUIRED : ClientAuth.NONE;
        String found = reader.text(key, byDefault.word());
        for (ClientAuth clients : ClientAuth.values()) {
            if (clients.word().equals(found.toLowerCase(Locale.ROOT))) {
                return clients;
            }
        }
        reader.refuse(key, WORDS, found);
        return byDefault;
    }

    private static void refuseWithoutCertificate(
            ConfigurationReader reader, String prefix, boolean authorities, ClientAuth clients) {
        String together = "it together with " + reader.nameOf(prefix + "certificate");
        if (authorities) {
            reader.refuse(prefix + "client-ca", together, "it alone");
        } else if (clients != ClientAuth.NONE) {
            reader.refuse(prefix + "client-auth", together, clients.word());
        }
    }
}

package io.logdrive.agent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where events go, and how the way there is protected; {@link io.logdrive.agent.config} reads it.
 *
 * <p>Confined to the main thread.
 */
final class UplinkOptions {
    static final String HEADING = "Where to:";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = {
                "Where ingest listens; repeatable: the next is tried when one cannot be reached.",
                "Default: 127.0.0.1:5170"
            })
    List<String> servers = new ArrayList<>();

    @Option(names = "--gzip", description = "Compress what is sent.")
    boolean gzip;

    @Option(
            names = "--tls",
            description = "Protect the way by TLS; its other options mean it, too.")
    boolean tls;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = {
                "Whom to trust: certificates in PEM.",
                "Default: those that the JVM trusts"
            })
    @Nullable String tlsCa;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = {
                "The certificate to show, and those that lead to its issuer, in PEM.",
                "Default: none"
            })
    @Nullable String tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = {"Its private key: unencrypted PKCS#8 in PEM.", "Default: none"})
    @Nullable String tlsKey;

    @Option(
            names = "--shared-key-file",
            paramLabel = "FILE",
            description = {
                "The key that agent and server share, by the Forward protocol's handshake.",
                "Default: none"
            })
    @Nullable String sharedKeyFile;
}

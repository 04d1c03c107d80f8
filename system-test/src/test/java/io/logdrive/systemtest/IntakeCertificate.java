package io.logdrive.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for 127.0.0.1 that the JDK's {@code keytool} made, its own authority.
 *
 * <p>Immutable.
 *
 * @param file the certificate as PEM
 * @param key its private key as PEM
 */
record IntakeCertificate(Path file, Path key) {
    private static final String PASSWORD = "changeit";

    static IntakeCertificate make(Path folder) {
        Path store = folder.resolve("intake.p12");
        GuardedProcess keytool =
                GuardedProcess.start(
                        "keytool",
                        List.of(
                                Artefacts.java().resolveSibling("keytool").toString(),
                                "-genkeypair",
                                "-keystore",
                                store.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-alias",
                                "intake",
                                "-dname",
                                "CN=127.0.0.1",
                                "-keyalg",
                                "RSA",
                                "-validity",
                                "30",
                                "-ext",
                                "bc:c",
                                "-ext",
                                "san=ip:127.0.0.1"),
                        folder,
                        folder.resolve("keytool.log"));
        keytool.awaitExit(Duration.ofMinutes(1));
        try {
            KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            Path file =
                    Files.writeString(
                            folder.resolve("intake.pem"),
                            pem("CERTIFICATE", made.getCertificate("intake").getEncoded()));
            Path key =
                    Files.writeString(
                            folder.resolve("intake.key"),
                            pem(
                                    "PRIVATE KEY",
                                    made.getKey("intake", PASSWORD.toCharArray()).getEncoded()));
            return new IntakeCertificate(file, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }
}

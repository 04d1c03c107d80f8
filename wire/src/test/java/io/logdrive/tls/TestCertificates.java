package io.logdrive.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Keys and certificates that the running JDK's {@code keytool} made. Each is there as a PEM file,
 * {@code server.pem} and {@code server.key}, say.
 *
 * <p>Confined to the thread of the test.
 */
final class TestCertificates {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;

    private TestCertificates(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("all.p12");
    }

    /** An authority, {@code ca}, in that folder. */
    static TestCertificates make(Path folder) {
        TestCertificates made = new TestCertificates(folder);
        made.add("ca", "RSA", "-ext", "bc:c");
        return made;
    }

    /** One more by {@code ca}, for 127.0.0.1. */
    TestCertificates issue(String alias, String algorithm, String... more) {
        List<String> options = new ArrayList<>(List.of("-signer", "ca"));
        options.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
        options.addAll(Arrays.asList(more));
        return add(alias, algorithm, options.toArray(String[]::new));
    }

    /** One more; without {@code -signer} of nobody. */
    TestCertificates add(String alias, String algorithm, String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-Duser.timezone=UTC"));
        command.addAll(List.of("-genkeypair", "-keystore", store.toString()));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-alias", alias, "-keyalg", algorithm));
        List<String> options = Arrays.asList(more);
        if (!options.contains("-dname")) {
            command.addAll(List.of("-dname", "CN=" + alias));
        }
        if (!options.contains("-validity")) {
            command.addAll(List.of("-validity", "30"));
        }
        command.addAll(
                switch (algorithm) {
                    case "EC" -> List.of("-groupname", "secp256r1");
                    case "RSA" -> List.of("-keysize", "2048");
                    default -> List.of();
                });
        command.addAll(options);
        try {
            run(command);
            KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            Files.writeString(
                    file(alias + ".pem"),
                    pem("CERTIFICATE", made.getCertificate(alias).getEncoded()));
            Files.writeString(
                    file(alias + ".key"),
                    pem("PRIVATE KEY", made.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
            return this;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Puts the content of one file into another. */
    void copy(String from, Path to) {
        try {
            Files.copy(file(from), to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN "
                + type
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + type
                + "-----\n";
    }
}

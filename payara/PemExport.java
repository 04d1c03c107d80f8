import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/**
 * Of payara/certificates: writes a certificate and its private key, which keytool does not, as PEM.
 * Run as a source file: {@code java PemExport.java STORE ALIAS FOLDER}.
 */
class PemExport {
    private static final char[] PASSWORD = "logdrive".toCharArray();

    public static void main(String[] arguments) throws Exception {
        KeyStore store = KeyStore.getInstance(Path.of(arguments[0]).toFile(), PASSWORD);
        String alias = arguments[1];
        Path folder = Path.of(arguments[2]);
        Key key = store.getKey(alias, PASSWORD);
        // The authority's key stays in the store: nobody but this program needs it.
        if (!alias.equals("ca")) {
            write(folder.resolve(alias + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        }
        byte[] certificate = store.getCertificate(alias).getEncoded();
        write(folder.resolve(alias + ".pem"), pem("CERTIFICATE", certificate));
    }

    /** Whoever reads sees the old file or the new one, never half of it. */
    private static void write(Path file, String text) throws IOException {
        Path fresh =
                Files.createTempFile(
                        file.getParent(),
                        "." + file.getFileName(),
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pem(String type, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }
}

package io.logdrive.payara.postgresql;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Writes PostgreSQL's programs as a tar archive to the standard output: {@code tar} is on every
 * Linux, {@code xz} is not.
 *
 * <p>Confined to the main thread.
 */
public final class PostgresArchive {
    private static final String NAME = "/postgres-linux-x86_64.txz";

    private PostgresArchive() {}

    /** Takes no arguments; ends with status 1 when the archive is not on the class path. */
    public static void main(String[] arguments) throws IOException {
        try (InputStream archive = PostgresArchive.class.getResourceAsStream(NAME);
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            if (archive == null) {
                System.err.println("postgresql: expected " + NAME + " in a jar, found nothing");
                System.exit(1);
                return;
            }
            try (InputStream tar = new XZInputStream(archive)) {
                tar.transferTo(out);
            }
        }
    }
}

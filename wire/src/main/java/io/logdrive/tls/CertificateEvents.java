package io.logdrive.tls;

import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** The log lines about the files of one port. Thread-safe. */
final class CertificateEvents {
    private final System.Logger logger;
    private final String port;

    CertificateEvents(System.Logger logger, String port) {
        this.logger = logger;
        this.port = port;
    }

    void inUse(TlsMaterial material) {
        logger.log(System.Logger.Level.INFO, "certificate-in-use" + described(material));
    }

    void renewed(TlsMaterial material) {
        logger.log(System.Logger.Level.INFO, "certificate-renewed" + described(material));
    }

    /** What is in the files cannot be used; what was there before still is. */
    void kept(TlsProblem problem) {
        logger.log(
                System.Logger.Level.WARNING,
                "certificate-kept port="
                        + port
                        + " file="
                        + problem.file()
                        + " problem=expected "
                        + problem.expected()
                        + ", found "
                        + problem.found());
    }

    void expires(Instant instant, long days) {
        logger.log(
                System.Logger.Level.WARNING,
                "certificate-expires port=" + port + " days=" + days + " expires=" + instant);
    }

    void expired(Instant instant) {
        logger.log(
                System.Logger.Level.ERROR,
                "certificate-expired port=" + port + " expired=" + instant);
    }

    private String described(TlsMaterial material) {
        return " port="
                + port
                + " subject=\""
                + material.subject()
                + "\" expires="
                + material.expires()
                + " authorities="
                + material.authorities().size();
    }

    /** The files, for a problem that is of all of them. */
    static String names(TlsFiles files) {
        return Stream.of(files.authorities(), files.certificate(), files.key())
                .filter(file -> file != null)
                .map(Path::toString)
                .reduce((left, right) -> left + "," + right)
                .orElse("none");
    }
}

package io.logdrive.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What certificates say of whom they are for, made fit for a log line. */
public final class CertificateNames {
    /** Of a name that becomes an identity. */
    static final int IDENTITY_CHARS_MAX = 255;

    private static final int TEXT_CHARS_MAX = 200;
    private static final int DNS_NAME = 2;

    private CertificateNames() {}

    /** The subject, as it is written. */
    public static String subject(X509Certificate certificate) {
        return plain(certificate.getSubjectX500Principal().getName());
    }

    /** Who issued it. */
    static String issuer(X509Certificate certificate) {
        return plain(certificate.getIssuerX500Principal().getName());
    }

    /**
     * Who shows it: the common name of its subject, else its first DNS name, without control and
     * format characters and not too long; empty when it has neither.
     */
    public static String identity(X509Certificate certificate) {
        String found = commonName(certificate.getSubjectX500Principal().getName());
        if (found.isBlank()) {
            found = alternatives(certificate, true).stream().findFirst().orElse("");
        }
        String clean = found.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "").strip();
        return clean.length() <= IDENTITY_CHARS_MAX
                ? clean
                : clean.substring(0, IDENTITY_CHARS_MAX);
    }

    /** The names that a server's certificate is for: a subject without any is for none. */
    static String all(X509Certificate certificate) {
        List<String> names = alternatives(certificate, false);
        return names.isEmpty() ? subject(certificate) : plain(String.join(", ", names));
    }

    /** Without control characters, and not too long. */
    static String plain(String said) {
        String line = said.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
        return line.length() <= TEXT_CHARS_MAX ? line : line.substring(0, TEXT_CHARS_MAX) + "…";
    }

    private static String commonName(String subject) {
        try {
            List<Rdn> parts = new LdapName(subject).getRdns();
            // The last is written first, and is the most particular.
            for (int i = parts.size() - 1; i >= 0; i--) {
                if (parts.get(i).getType().equalsIgnoreCase("CN")
                        && parts.get(i).getValue() instanceof String name) {
                    return name;
                }
            }
            return "";
        } catch (InvalidNameException e) {
            return "";
        }
    }

    private static List<String> alternatives(X509Certificate certificate, boolean dnsOnly) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (!dnsOnly || name.get(0).equals(DNS_NAME)) {
                    // The type, and the name.
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            names.clear();
        }
        return names;
    }
}

package io.logdrive.ingest.access;

import io.logdrive.payara.ConfigurationReader;
import io.logdrive.tls.TlsFiles;
import io.logdrive.tls.TlsMaterial;
import io.logdrive.tls.TlsProblem;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may see ingest over HTTP.
 *
 * <p>Immutable.
 *
 * @param insecure whether credentials are taken over connections that are not encrypted
 * @param url of the destination that knows the users, when it is in another process; else null
 * @param inProcess whether one is sure to be in this process, so that nobody is let in before it is
 *     there
 * @param remember how long an answer of it counts while it is away
 * @param trust who may be the destination at an {@code https} URL
 */
public record AccessConfig(
        boolean insecure,
        @Nullable URI url,
        boolean inProcess,
        Duration remember,
        TlsMaterial trust) {
    /** What says that credentials are taken over connections that are not encrypted. */
    public static final String INSECURE = "access.insecure";

    private static final String URL = "access.url";
    private static final String CA = "access.ca";
    private static final TlsMaterial JVMS = new TlsMaterial(List.of(), List.of(), null);
    private static final String PROCESS = "process";
    private static final Duration REMEMBER = Duration.ofMinutes(10);
    private static final Duration REMEMBER_MAX = Duration.ofDays(1);

    /** One that trusts whom the JVM trusts. */
    public AccessConfig(boolean insecure, @Nullable URI url, boolean inProcess, Duration remember) {
        this(insecure, url, inProcess, remember, JVMS);
    }

    /** Reads the keys {@code access.…}; problems stay with the reader. */
    public static AccessConfig read(ConfigurationReader reader) {
        boolean insecure = reader.flag(INSECURE, false);
        String url = reader.text(URL, "", AccessConfig::shown);
        Duration remember =
                reader.duration("access.remember", REMEMBER, Duration.ZERO, REMEMBER_MAX);
        boolean inProcess = url.equals(PROCESS);
        URI uri = url.isEmpty() || inProcess ? null : uri(url);
        if (uri == null && !url.isEmpty() && !inProcess) {
            reader.refuse(
                    URL,
                    "process or the destination's URL as https://host:8081/destination",
                    shown(url));
        } else if (uri != null && !insecure && !isPrivate(uri)) {
            reader.refuse(
                    URL,
                    "https://, or http:// to this machine, or " + INSECURE + "=true",
                    uri.toString());
        }
        TlsMaterial trust = trust(reader);
        if (!trust.authorities().isEmpty()
                && (uri == null || !uri.getScheme().equalsIgnoreCase("https"))) {
            reader.refuse(URL, "https://…, for " + CA + " is set", shown(url));
        }
        return new AccessConfig(insecure, uri, inProcess, remember, trust);
    }

    private static TlsMaterial trust(ConfigurationReader reader) {
        List<TlsProblem> problems = new ArrayList<>();
        TlsMaterial material = new TlsFiles(reader.pathOrNone(CA), null, null).read(problems);
        for (TlsProblem problem : problems) {
            reader.refuse(CA, problem.expected(), problem.found() + " (" + problem.file() + ")");
        }
        return material == null ? JVMS : material;
    }

    /** What somebody may have put before an @ is a secret. */
    private static String shown(String url) {
        return url.replaceAll("//[^/]*@", "//********@");
    }

    /** Null when it is none that can be asked. */
    private static @Nullable URI uri(String text) {
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            boolean plain =
                    uri.getUserInfo() == null
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            return http && plain && uri.getHost() != null ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isPrivate(URI uri) {
        if (uri.getScheme().equalsIgnoreCase("https")) {
            return true;
        }
        try {
            return InetAddress.getByName(uri.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

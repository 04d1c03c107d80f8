package io.logdrive.ingest.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import io.logdrive.payara.access.Verdict;
import io.logdrive.payara.access.Verifier;
import io.logdrive.tls.RefusedCertificateException;
import io.logdrive.tls.TlsContext;
import io.logdrive.tls.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Asks a destination in another process: {@code GET /destination/me} with what the caller showed.
 *
 * <p>Thread-safe.
 */
final class HttpVerifier implements Verifier {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int AT_ONCE_MAX = 16;
    private static final int BODY_BYTES_MAX = 64 << 10;
    private static final JsonFactory JSON = new JsonFactory();

    private final URI me;
    private final HttpClient client;
    private final FailedLogins failed;
    private final AccessEvents events = new AccessEvents();
    private final Semaphore slots = new Semaphore(AT_ONCE_MAX);

    /**
     * @param url of the destination, without a slash at its end
     * @param trust who may be the destination
     * @param executor runs what the client has to do
     */
    HttpVerifier(URI url, TlsMaterial trust, Executor executor, LongSupplier nanoTime) {
        this.me = URI.create(url + "/me");
        this.failed = new FailedLogins(nanoTime);
        // Redirects are not followed: credentials are for this address alone.
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(TIMEOUT)
                        .executor(executor);
        try {
            SSLContext context = TlsContext.forHttpClient(trust);
            SSLParameters parameters = context.getDefaultSSLParameters();
            TlsContext.narrow(parameters);
            this.client = builder.sslContext(context).sslParameters(parameters).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("access: expected TLS of the JDK, found none", e);
        }
    }

    @Override
    public Verdict verify(Credentials credentials) {
        int wait =
                credentials.kind() == Kind.NONE ? 0 : failed.secondsToWait(credentials.address());
        if (wait > 0) {
            return new Verdict.Throttled(wait);
        }
        if (!slots.tryAcquire()) {
            return new Verdict.Throttled(1);
        }
        try {
            Verdict verdict = ask(credentials);
            if (verdict instanceof Verdict.Refused) {
                events.refused(credentials);
                failed.failed(credentials.address());
            } else if (verdict instanceof Verdict.Away away) {
                events.away(away.problem());
            }
            return verdict;
        } finally {
            slots.release();
        }
    }

    private Verdict ask(Credentials credentials) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(me).timeout(TIMEOUT).header("Accept", "application/json");
        switch (credentials.kind()) {
            case BASIC -> request.header("Authorization", "Basic " + basic(credentials));
            case BEARER -> request.header("Authorization", "Bearer " + credentials.secret());
            case SESSION -> request.header("Cookie", "logdrive-session=" + credentials.secret());
            case NONE -> {}
        }
        try {
            HttpResponse<InputStream> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return verdict(
                        answer.statusCode(),
                        members(body.readNBytes(BODY_BYTES_MAX)),
                        answer.headers().firstValue("Retry-After").orElse("1"),
                        credentials.kind());
            }
        } catch (IOException e) {
            return away(why(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return away("an interruption");
        }
    }

    /** Whom TLS refuses, and why: that is what has to be mended. */
    private static String why(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedCertificateException refused) {
                return "a certificate that is refused: " + refused.getMessage();
            }
        }
        return e.getClass().getSimpleName();
    }

    private static String basic(Credentials credentials) {
        String text = credentials.name() + ":" + credentials.secret();
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What an answer means. */
    static Verdict verdict(
            int status, Map<String, @Nullable String> members, String retryAfter, Kind shown) {
        return switch (status) {
            case 200 -> known(members, shown);
            case 401 -> unknown(shown);
            case 403 ->
                    "no-users".equals(members.get("reason"))
                            ? new Verdict.NoUsers()
                            : away("403 " + members.get("detail"));
            case 429 ->
                    new Verdict.Throttled(
                            retryAfter.matches("\\d{1,6}") ? Integer.parseInt(retryAfter) : 1);
            default -> away("status " + status);
        };
    }

    private static Verdict known(Map<String, @Nullable String> members, Kind shown) {
        if ("off".equals(members.get("security"))) {
            return new Verdict.NoUsers();
        }
        String name = members.get("user");
        String role = members.get("role");
        if (!members.containsKey("user")) {
            return away("an answer without a user");
        }
        if (name == null || role == null) {
            return unknown(shown);
        }
        try {
            return new Verdict.Known(
                    new Caller(
                            name,
                            Role.valueOf(role.toUpperCase(Locale.ROOT)),
                            shown,
                            members.get("filter")));
        } catch (IllegalArgumentException e) {
            return away("an unknown role");
        }
    }

    private static Verdict unknown(Kind shown) {
        return shown == Kind.NONE ? new Verdict.Anonymous() : new Verdict.Refused("destination");
    }

    private static Verdict away(String found) {
        return new Verdict.Away("destination: expected to say who asks, found " + found);
    }

    /** The texts of an object; empty when it is none. */
    private static Map<String, @Nullable String> members(byte[] body) {
        Map<String, @Nullable String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    members.put(name, parser.getText());
                } else if (value == JsonToken.VALUE_NULL) {
                    members.put(name, null);
                }
                parser.skipChildren();
            }
            return members;
        } catch (IOException e) {
            return Map.of();
        }
    }
}

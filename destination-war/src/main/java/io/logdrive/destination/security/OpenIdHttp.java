package io.logdrive.destination.security;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import io.logdrive.tls.TlsContext;
import io.logdrive.tls.TlsMaterial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Asks the provider: within a time and a size, from the first byte to the last, and nobody whom it
 * may point to.
 *
 * <p>Thread-safe.
 */
final class OpenIdHttp implements ResourceRetriever, HTTPRequestSender {
    static final int BYTES_MAX = 256 << 10;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

    private final HttpClient client;
    private final Duration atMost;

    /**
     * @param executor runs what the client has to do
     * @param atMost how long an answer may take
     */
    OpenIdHttp(TlsMaterial trust, Executor executor, Duration atMost) {
        this.atMost = atMost;
        try {
            SSLContext context = TlsContext.forHttpClient(trust);
            SSLParameters parameters = context.getDefaultSSLParameters();
            TlsContext.narrow(parameters);
            // Redirects are not followed: the secret is for the configured provider alone.
            this.client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(CONNECT_MAX)
                            .sslContext(context)
                            .sslParameters(parameters)
                            .executor(executor)
                            .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("openid: expected TLS of the JDK, found none", e);
        }
    }

    /** The body of a document that there must be. */
    String get(URI address) throws IOException {
        Answer answer = send(request(address).GET().build());
        if (answer.head.statusCode() != 200) {
            throw new IOException(
                    address + ": expected status 200, found " + answer.head.statusCode());
        }
        return answer.body;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try {
            return new Resource(get(url.toURI()), "application/json");
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest asked) throws IOException {
        HttpRequest.Builder request = request(asked.getURI());
        asked.getHeaderMap()
                .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        String body = asked.getBody();
        request.method(
                asked.getMethod().name(),
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        Answer answer = send(request.build());
        HTTPResponse read = new HTTPResponse(answer.head.statusCode());
        try {
            read.setContentType(answer.head.headers().firstValue("Content-Type").orElse(null));
        } catch (ParseException e) {
            throw new IOException(asked.getURI() + ": expected JSON, found another type", e);
        }
        read.setBody(answer.body);
        return read;
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(atMost).header("Accept", "application/json");
    }

    private Answer send(HttpRequest request) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> sent =
                client.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.ofByteArrayConsumer(
                                part -> part.ifPresent(bytes -> append(body, bytes))));
        try {
            // The request's own timeout ends with the headers.
            HttpResponse<Void> head = sent.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(head, body.toString(StandardCharsets.UTF_8));
        } catch (ExecutionException e) {
            throw new IOException(request.uri() + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException(
                    request.uri() + ": expected an answer within " + atMost + ", found none", e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException(request.uri() + ": interrupted", e);
        }
    }

    private static void append(ByteArrayOutputStream body, byte[] bytes) {
        if (body.size() + bytes.length > BYTES_MAX) {
            throw new IllegalStateException("expected at most " + BYTES_MAX + " bytes, found more");
        }
        body.writeBytes(bytes);
    }

    /** Immutable. */
    private record Answer(HttpResponse<Void> head, String body) {}
}

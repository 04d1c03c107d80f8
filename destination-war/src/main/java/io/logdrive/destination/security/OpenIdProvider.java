package io.logdrive.destination.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The OpenID provider: where it is asked, by whose keys it signs, and what it says of somebody. It
 * is asked when somebody logs in, and never at the start.
 *
 * <p>Thread-safe.
 */
final class OpenIdProvider {
    /** Of signatures by the provider's private key alone: none, and none by a shared secret. */
    static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private static final long KNOWN_NANOS = Duration.ofHours(1).toNanos();
    private static final long KEYS_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final long KEYS_WAIT_MILLIS = Duration.ofSeconds(10).toMillis();

    private final OpenIdConfig config;
    private final OpenIdHttp http;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private @Nullable Known known;

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    OpenIdProvider(OpenIdConfig config, OpenIdHttp http, LongSupplier nanoTime) {
        this.config = config;
        this.http = http;
        this.nanoTime = nanoTime;
    }

    /**
     * Where a browser is sent to log in.
     *
     * @throws OpenIdRefusal when the provider is away
     */
    URI authorization(OpenIdTicket ticket) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(config.scopes().toArray(new String[0])),
                        new ClientID(config.client().id()),
                        config.client().redirect())
                .endpointURI(known().metadata.getAuthorizationEndpointURI())
                .state(new State(ticket.state()))
                .nonce(new Nonce(ticket.nonce()))
                .codeChallenge(new CodeVerifier(ticket.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * Who it is that came back with that code.
     *
     * @throws OpenIdRefusal when the provider is away, refuses the code, or says what is not right
     */
    OpenIdPerson redeem(String code, OpenIdTicket ticket) {
        Known provider = known();
        JWT token = idToken(provider, code, ticket);
        IDTokenValidator validator =
                new IDTokenValidator(
                        new Issuer(config.client().issuer()),
                        new ClientID(config.client().id()),
                        new JWSVerificationKeySelector<>(ALGORITHMS, provider.keys),
                        null);
        try {
            return OpenIdPerson.of(validator.validate(token, new Nonce(ticket.nonce())), config);
        } catch (KeySourceException e) {
            throw OpenIdRefusal.away("its keys", e);
        } catch (BadJOSEException | JOSEException e) {
            throw new OpenIdRefusal(
                    403,
                    "id-token",
                    "What the provider says of you is not what was asked for, and is not believed."
                            + " The log of the server says why.",
                    e);
        }
    }

    private JWT idToken(Known provider, String code, OpenIdTicket ticket) {
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(
                        new AuthorizationCode(code),
                        config.client().redirect(),
                        new CodeVerifier(ticket.verifier()));
        TokenResponse answer;
        try {
            answer =
                    OIDCTokenResponseParser.parse(
                            request(provider, grant).toHTTPRequest().send(http));
        } catch (IOException | ParseException e) {
            throw OpenIdRefusal.away("its tokens", e);
        }
        if (answer instanceof OIDCTokenResponse right) {
            return right.getOIDCTokens().getIDToken();
        }
        String error = answer.toErrorResponse().getErrorObject().getCode();
        throw new OpenIdRefusal(
                403,
                "code",
                "The provider does not take what it gave your browser. Begin again.",
                new IOException("error " + (error == null ? "none" : error)));
    }

    private TokenRequest request(Known provider, AuthorizationCodeGrant grant) {
        ClientID id = new ClientID(config.client().id());
        URI endpoint = provider.metadata.getTokenEndpointURI();
        if (config.client().secret().isEmpty()) {
            return new TokenRequest.Builder(endpoint, id, grant).build();
        }
        Secret secret = new Secret(config.client().secret());
        List<ClientAuthenticationMethod> methods = provider.metadata.getTokenEndpointAuthMethods();
        boolean basic =
                methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return new TokenRequest.Builder(
                        endpoint,
                        basic
                                ? new ClientSecretBasic(id, secret)
                                : new ClientSecretPost(id, secret),
                        grant)
                .build();
    }

    /** One at a time asks; the others wait for that, as long as a question may take. */
    private synchronized Known known() {
        Known before = known;
        if (before != null && nanoTime.getAsLong() - before.atNanos < KNOWN_NANOS) {
            return before;
        }
        String issuer = config.client().issuer();
        try {
            String base = issuer.endsWith("/") ? issuer : issuer + "/";
            OIDCProviderMetadata metadata =
                    OIDCProviderMetadata.parse(
                            http.get(URI.create(base + ".well-known/openid-configuration")));
            Known now = new Known(metadata, keys(metadata, issuer), nanoTime.getAsLong());
            known = now;
            return now;
        } catch (IOException | ParseException e) {
            throw OpenIdRefusal.away("its description", e);
        }
    }

    private JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata, String issuer)
            throws IOException {
        if (!issuer.equals(metadata.getIssuer().getValue())) {
            throw new IOException(
                    "issuer: expected " + issuer + ", found another in the provider's description");
        }
        for (URI each :
                new URI[] {
                    metadata.getAuthorizationEndpointURI(),
                    metadata.getTokenEndpointURI(),
                    metadata.getJWKSetURI()
                }) {
            if (each == null || !isSafe(each, issuer)) {
                throw new IOException("an endpoint: expected https://, found another or none");
            }
        }
        try {
            return JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), http)
                    .cache(KEYS_MILLIS, KEYS_WAIT_MILLIS)
                    .refreshAheadCache(false)
                    .build();
        } catch (MalformedURLException e) {
            throw new IOException(e);
        }
    }

    /** What is configured for this machine may stay on it. */
    private static boolean isSafe(URI endpoint, String issuer) {
        return "https".equalsIgnoreCase(endpoint.getScheme())
                || (issuer.startsWith("http:")
                        && URI.create(issuer).getHost().equals(endpoint.getHost()));
    }

    /** What the provider says of itself. Immutable. */
    private record Known(
            OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, long atNanos) {}
}

package io.logdrive.payara;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider on this machine, of the JDK alone, that does what a test wants. It takes a
 * code once, from who shows its secret and the verifier of PKCE, as a right one does. Thread-safe.
 */
public final class FakeProvider implements AutoCloseable {
    /** As whom a relying party is known. */
    public static final String CLIENT = "logdrive";

    /** What it must show. */
    public static final String SECRET = "canary-client-secret";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String RSA_ID = "rsa-1";
    private static final String EC_ID = "ec-1";

    private final HttpServer server;
    private final KeyPair rsa = keys("RSA", 2048);
    private final KeyPair ec = keys("EC", 256);
    private final KeyPair foreign = keys("RSA", 2048);
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, @Nullable Object> claims = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile Signer signer = Signer.RS256;
    private volatile @Nullable String description;

    /** How the ID token is signed. */
    public enum Signer {
        RS256,
        ES256,
        /** By the secret, as an attacker would who takes a public key for one. */
        HS256,
        NONE,
        /** By a key that is not the provider's, under the name of one that is. */
        FOREIGN
    }

    private FakeProvider(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    /** Starts it on a port of its own. */
    public static FakeProvider start() {
        return startAt(0);
    }

    /** Starts it on a port that one had before. */
    public static FakeProvider startAt(int port) {
        try {
            return new FakeProvider(
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it writes itself. */
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it says from now on: a claim of the ID token, another one's place too. */
    public FakeProvider says(String claim, Object value) {
        claims.put(claim, value);
        return this;
    }

    /** Signs so from now on. */
    public FakeProvider signs(Signer by) {
        signer = by;
        return this;
    }

    /** Describes itself so from now on. */
    public FakeProvider describes(String text) {
        description = text;
        return this;
    }

    /** How often it was asked for anything. */
    public int asked() {
        return count.get();
    }

    /** Logs somebody in whose browser was sent to {@code location}; where it is sent back to. */
    public URI login(URI location) {
        Map<String, String> asked = form(location.getRawQuery());
        String code = "code-" + codes.size() + "-" + System.nanoTime();
        codes.put(code, asked);
        return URI.create(
                asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        count.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        int status = 200;
        String answer;
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> answer = description();
                case "/keys" -> answer = keys();
                case "/authorize" -> {
                    URI back = login(exchange.getRequestURI());
                    exchange.getResponseHeaders().set("Location", back.toString());
                    status = 302;
                    answer = "{}";
                }
                case "/token" -> {
                    String token =
                            token(
                                    exchange.getRequestHeaders().getFirst("Authorization"),
                                    form(body));
                    status = token == null ? 400 : 200;
                    answer =
                            token == null
                                    ? "{\"error\":\"invalid_grant\"}"
                                    : "{\"access_token\":\"a\",\"token_type\":\"Bearer\","
                                            + "\"id_token\":\""
                                            + token
                                            + "\"}";
                }
                default -> {
                    status = 404;
                    answer = "{}";
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String description() {
        String text = description;
        return text != null
                ? text
                : json(
                        Map.of(
                                "issuer", issuer(),
                                "authorization_endpoint", issuer() + "/authorize",
                                "token_endpoint", issuer() + "/token",
                                "jwks_uri", issuer() + "/keys",
                                "response_types_supported", List.of("code"),
                                "subject_types_supported", List.of("public"),
                                "id_token_signing_alg_values_supported", List.of("RS256")));
    }

    private String keys() {
        RSAPublicKey one = (RSAPublicKey) rsa.getPublic();
        ECPublicKey other = (ECPublicKey) ec.getPublic();
        String first =
                json(
                        Map.of(
                                "kty",
                                "RSA",
                                "use",
                                "sig",
                                "kid",
                                RSA_ID,
                                "n",
                                number(one.getModulus(), 256),
                                "e",
                                number(one.getPublicExponent(), 3)));
        String second =
                json(
                        Map.of(
                                "kty",
                                "EC",
                                "use",
                                "sig",
                                "kid",
                                EC_ID,
                                "crv",
                                "P-256",
                                "x",
                                number(other.getW().getAffineX(), 32),
                                "y",
                                number(other.getW().getAffineY(), 32)));
        return "{\"keys\":[" + first + "," + second + "]}";
    }

    private @Nullable String token(@Nullable String authorization, Map<String, String> form)
            throws GeneralSecurityException {
        String right =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
        Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
        if (asked == null
                || !right.equals(authorization)
                || !"authorization_code".equals(form.get("grant_type"))
                || !"S256".equals(asked.get("code_challenge_method"))
                || !String.valueOf(asked.get("redirect_uri")).equals(form.get("redirect_uri"))) {
            return null;
        }
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(form.getOrDefault("code_verifier", "").getBytes(US_ASCII));
        if (!BASE64.encodeToString(digest).equals(asked.get("code_challenge"))) {
            return null;
        }
        long now = Instant.now().getEpochSecond();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("iss", issuer());
        all.put("sub", "subject-1");
        all.put("aud", CLIENT);
        all.put("iat", now);
        all.put("exp", now + 300);
        all.put("nonce", String.valueOf(asked.get("nonce")));
        all.putAll(claims);
        return signed(json(all));
    }

    private String signed(String payload) throws GeneralSecurityException {
        Signer by = signer;
        String algorithm =
                switch (by) {
                    case NONE -> "none";
                    case FOREIGN -> "RS256";
                    default -> by.name();
                };
        String header = json(Map.of("alg", algorithm, "kid", by == Signer.ES256 ? EC_ID : RSA_ID));
        String text =
                BASE64.encodeToString(header.getBytes(UTF_8))
                        + "."
                        + BASE64.encodeToString(payload.getBytes(UTF_8));
        byte[] bytes = text.getBytes(US_ASCII);
        byte[] signature =
                switch (by) {
                    case NONE -> new byte[0];
                    case HS256 -> {
                        Mac mac = Mac.getInstance("HmacSHA256");
                        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
                        yield mac.doFinal(bytes);
                    }
                    case ES256 -> sign("SHA256withECDSAinP1363Format", ec, bytes);
                    case RS256 -> sign("SHA256withRSA", rsa, bytes);
                    case FOREIGN -> sign("SHA256withRSA", foreign, bytes);
                };
        return text + "." + BASE64.encodeToString(signature);
    }

    private static byte[] sign(String algorithm, KeyPair pair, byte[] bytes)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(pair.getPrivate());
        signature.update(bytes);
        return signature.sign();
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int from = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
        return BASE64.encodeToString(fixed);
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        Arrays.stream(text.split("&", -1))
                .map(each -> each.split("=", 2))
                .filter(each -> each.length == 2)
                .forEach(each -> form.put(each[0], URLDecoder.decode(each[1], UTF_8)));
        return form;
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(each -> json(String.valueOf(each.getKey())) + ":" + json(each.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(FakeProvider::json).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof Number
                ? value.toString()
                : '"' + String.valueOf(value).replace("\"", "\\\"") + '"';
    }
}

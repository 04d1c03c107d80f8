package io.logdrive.destination.security;

import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.access.Role;
import io.logdrive.tls.TlsFiles;
import io.logdrive.tls.TlsMaterial;
import io.logdrive.tls.TlsProblem;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of logging in by an OpenID provider.
 *
 * <p>Immutable. Its text has no secret.
 *
 * @param client how the provider knows us
 * @param scopes what is asked for
 * @param nameClaim the claim of the ID token that is the user's name
 * @param roleClaim the claim that {@code roles} are looked up by
 * @param roles by role, the values of the claim that give it
 * @param trust who may be the provider
 */
public record OpenIdConfig(
        Client client,
        List<String> scopes,
        String nameClaim,
        String roleClaim,
        Map<Role, Set<String>> roles,
        TlsMaterial trust) {
    /** What the provider sends a browser back to, beneath the WAR. */
    static final String BACK = "/session/openid/back";

    private static final String PREFIX = "openid.";
    private static final String ISSUER = PREFIX + "issuer";
    private static final String SCOPES = "openid profile email";

    /**
     * How the provider knows us.
     *
     * <p>Immutable. Its text has no secret.
     *
     * @param issuer the provider, as it writes itself
     * @param secret empty: there is none, and PKCE alone says that it is us
     * @param redirect where it sends browsers back
     */
    public record Client(String issuer, String id, String secret, URI redirect) {
        @Override
        public String toString() {
            return "client " + id + " of " + issuer;
        }
    }

    /** Reads the keys {@code openid.…}; problems stay with the reader. Null: there is none. */
    static @Nullable OpenIdConfig from(ConfigurationReader reader) {
        String issuer = reader.text(ISSUER, "");
        String id = reader.text(PREFIX + "client-id", "");
        String secret = reader.secret(PREFIX + "client-secret", "");
        String redirect = reader.text(PREFIX + "redirect-url", "");
        List<String> scopes = List.copyOf(words(reader.text(PREFIX + "scopes", SCOPES), " +"));
        String nameClaim = reader.text(PREFIX + "name-claim", "preferred_username");
        String roleClaim = reader.text(PREFIX + "role-claim", "groups");
        Map<Role, Set<String>> roles = new EnumMap<>(Role.class);
        roles.put(Role.ADMIN, words(reader.text(PREFIX + "admins", ""), ","));
        roles.put(Role.OPERATOR, words(reader.text(PREFIX + "operators", ""), ","));
        roles.put(Role.READER, words(reader.text(PREFIX + "readers", ""), ","));
        TlsMaterial trust = trust(reader);
        if (issuer.isEmpty()) {
            refuseWithoutIssuer(reader, id + secret + redirect);
            return null;
        }
        if (url(issuer) == null) {
            reader.refuse(ISSUER, "https://…, or http:// to this machine", issuer);
        }
        if (id.isEmpty()) {
            reader.refuse(PREFIX + "client-id", "what the provider calls Logdrive", "none");
        }
        URI back = url(redirect);
        if (back == null || !back.getPath().endsWith(BACK)) {
            reader.refuse(
                    PREFIX + "redirect-url",
                    "the address of this destination for browsers, as"
                            + " https://logs.example/destination"
                            + BACK,
                    redirect.isEmpty() ? "none" : redirect);
        }
        if (!scopes.contains("openid")) {
            reader.refuse(PREFIX + "scopes", "openid among them", String.join(" ", scopes));
        }
        if (roles.values().stream().allMatch(Set::isEmpty)) {
            reader.refuse(
                    PREFIX + "readers",
                    "values of " + roleClaim + " there, in operators or in admins",
                    "none");
        }
        return new OpenIdConfig(
                new Client(issuer, id, secret, Objects.requireNonNullElse(back, URI.create("/"))),
                scopes,
                nameClaim,
                roleClaim,
                Map.copyOf(roles),
                trust);
    }

    private static void refuseWithoutIssuer(ConfigurationReader reader, String others) {
        if (!others.isEmpty()) {
            reader.refuse(ISSUER, "one, for other keys of openid are set", "none");
        }
    }

    private static TlsMaterial trust(ConfigurationReader reader) {
        TlsFiles files = new TlsFiles(reader.pathOrNone(PREFIX + "ca"), null, null);
        List<TlsProblem> problems = new ArrayList<>();
        TlsMaterial material = files.read(problems);
        for (TlsProblem problem : problems) {
            reader.refuse(
                    PREFIX + "ca",
                    problem.expected(),
                    problem.found() + " (" + problem.file() + ")");
        }
        return material == null ? new TlsMaterial(List.of(), List.of(), null) : material;
    }

    /** Null when secrets may not be sent there. */
    private static @Nullable URI url(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            boolean plain =
                    uri.getUserInfo() == null
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            boolean here = "localhost".equals(host) || "127.0.0.1".equals(host);
            boolean safe = scheme.equals("https") || (scheme.equals("http") && here);
            return host != null && plain && safe ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Set<String> words(String text, String separator) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : text.split(separator, -1)) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }
}

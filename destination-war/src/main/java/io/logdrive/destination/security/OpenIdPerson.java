package io.logdrive.destination.security;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import io.logdrive.payara.access.Role;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is by the provider.
 *
 * <p>Immutable.
 *
 * @param name as users are called here
 * @param role the highest that the provider gives
 * @param subject who it is for the provider, for ever
 */
record OpenIdPerson(String name, Role role, String subject) {
    private static final int SUBJECT_CHARS_MAX = 255;

    /**
     * By an ID token that was found to be right.
     *
     * @throws OpenIdRefusal when it has no name or no role here
     */
    static OpenIdPerson of(IDTokenClaimsSet claims, OpenIdConfig config) {
        Map<String, Object> all = claims.toJSONObject();
        Object name = claim(all, config.nameClaim());
        String lower = name instanceof String text ? text.strip().toLowerCase(Locale.ROOT) : "";
        String subject = claims.getSubject().getValue();
        if (!UserName.isValid(lower) || subject.length() > SUBJECT_CHARS_MAX) {
            throw new OpenIdRefusal(
                    403,
                    "name",
                    "The provider gives you no name that a user may have here: claim "
                            + config.nameClaim()
                            + " must have "
                            + UserName.EXPECTED
                            + ".");
        }
        Role role = role(texts(claim(all, config.roleClaim())), config);
        if (role == null) {
            throw new OpenIdRefusal(
                    403,
                    "no-role",
                    "You are known to the provider, but have no role here. Ask your admin for one:"
                            + " it comes by the claim "
                            + config.roleClaim()
                            + ".");
        }
        return new OpenIdPerson(lower, role, subject);
    }

    private static @Nullable Role role(Set<String> values, OpenIdConfig config) {
        Role highest = null;
        for (Role role : Role.values()) {
            if (config.roles().getOrDefault(role, Set.of()).stream().anyMatch(values::contains)) {
                highest = role;
            }
        }
        return highest;
    }

    /** By its name, or as a path with dots into objects, as {@code realm_access.roles}. */
    private static @Nullable Object claim(Map<?, ?> object, String name) {
        if (object.containsKey(name)) {
            return object.get(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && object.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? claim(inner, name.substring(dot + 1))
                : null;
    }

    private static Set<String> texts(@Nullable Object value) {
        if (value instanceof String text) {
            return Set.of(text);
        }
        Set<String> texts = new HashSet<>();
        if (value instanceof Collection<?> list) {
            for (Object each : list) {
                if (each instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }
}

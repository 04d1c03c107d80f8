package io.logdrive.destination.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import io.logdrive.payara.access.Role;
import io.logdrive.tls.TlsMaterial;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenIdConfigTest {
    private static final String BACK = "https://logs.example/destination/session/openid/back";
    private static final Map<String, String> LEAST =
            Map.of(
                    "issuer", "https://login.example/realms/staff",
                    "client-id", "logdrive",
                    "redirect-url", BACK,
                    "admins", "root");

    @Test
    void isNoneWithoutAKey() {
        assertThat(read(Map.of())).isNull();
    }

    @Test
    void hasDefaultsForAllButFourKeys() {
        assertThat(read(LEAST))
                .isEqualTo(
                        new OpenIdConfig(
                                new OpenIdConfig.Client(
                                        "https://login.example/realms/staff",
                                        "logdrive",
                                        "",
                                        URI.create(BACK)),
                                List.of("openid", "profile", "email"),
                                "preferred_username",
                                "groups",
                                Map.of(
                                        Role.ADMIN, Set.of("root"),
                                        Role.OPERATOR, Set.of(),
                                        Role.READER, Set.of()),
                                new TlsMaterial(List.of(), List.of(), null)));
    }

    @Test
    void readsEveryKeyAndShowsNoSecret() {
        Map<String, String> keys = new HashMap<>(LEAST);
        keys.put("client-secret", "canary-secret");
        keys.put("scopes", "openid  groups");
        keys.put("name-claim", "email");
        keys.put("role-claim", "realm_access.roles");
        keys.put("operators", "ops");
        keys.put("readers", "staff, support,");

        OpenIdConfig config = read(keys);

        assertThat(config)
                .isEqualTo(
                        new OpenIdConfig(
                                new OpenIdConfig.Client(
                                        "https://login.example/realms/staff",
                                        "logdrive",
                                        "canary-secret",
                                        URI.create(BACK)),
                                List.of("openid", "groups"),
                                "email",
                                "realm_access.roles",
                                Map.of(
                                        Role.ADMIN, Set.of("root"),
                                        Role.OPERATOR, Set.of("ops"),
                                        Role.READER, Set.of("staff", "support")),
                                new TlsMaterial(List.of(), List.of(), null)));
        assertThat(String.valueOf(config)).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer | http://login.example | issuer: expected https://…, or http:// to this"
                        + " machine, found http://login.example",
                "issuer | '' | issuer: expected one, for other keys of openid are set, found none",
                "client-id | '' | client-id: expected what the provider calls Logdrive, found none",
                "redirect-url | '' | redirect-url: expected the address of this destination for"
                        + " browsers, as https://logs.example/destination/session/openid/back,"
                        + " found none",
                "redirect-url | https://logs.example/ | redirect-url: expected the address of this"
                        + " destination for browsers, as"
                        + " https://logs.example/destination/session/openid/back, found"
                        + " https://logs.example/",
                "scopes | profile | scopes: expected openid among them, found profile",
                "admins | , | readers: expected values of groups there, in operators or in admins,"
                        + " found none",
                "ca | /nowhere.pem | ca: expected a PEM file, found no file (/nowhere.pem)"
            })
    void refusesWhatCannotWork(String key, String value, String problem) {
        Map<String, String> keys = new HashMap<>(LEAST);
        keys.put(key, value);

        assertThatThrownBy(() -> read(keys))
                .hasMessage("configuration: logdrive.destination.openid." + problem);
    }

    private static @Nullable OpenIdConfig read(Map<String, String> keys) {
        Map<String, String> settings = new HashMap<>();
        keys.forEach((key, value) -> settings.put("logdrive.destination.openid." + key, value));
        ConfigurationReader reader =
                new ConfigurationReader("logdrive.destination.", Settings.ofMap(settings));
        OpenIdConfig config = OpenIdConfig.from(reader);
        reader.finish();
        return config;
    }
}

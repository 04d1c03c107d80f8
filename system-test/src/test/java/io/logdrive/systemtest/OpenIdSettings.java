package io.logdrive.systemtest;

import io.logdrive.payara.FakeProvider;

/** That a server lets people log in by a provider of OpenID. Thread-safe. */
final class OpenIdSettings {
    /** Where a log-in by the provider begins. */
    static final String BEGIN = "/destination/session/openid";

    private OpenIdSettings() {}

    /** Who is in the group {@code ops} there is an operator. */
    static Server with(FakeProvider provider, Server server) {
        String prefix = "logdrive.destination.openid.";
        return server.set(prefix + "issuer", provider.issuer())
                .set(prefix + "client-id", FakeProvider.CLIENT)
                .set(prefix + "client-secret", FakeProvider.SECRET)
                .set(
                        prefix + "redirect-url",
                        "http://127.0.0.1:" + server.httpPort() + BEGIN + "/back")
                .set(prefix + "operators", "ops");
    }
}

package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentIdentitiesTest {
    private final AgentIdentities identities = new AgentIdentities();

    @Test
    void originIsOfTheFirstThatShowsACertificate() {
        UUID origin = new UUID(0, 1);

        assertThat(identities.claim(origin, "")).isEmpty();
        assertThat(identities.claim(origin, "web-1")).isEqualTo("web-1");
        assertThat(identities.claim(origin, "web-2")).isEqualTo("web-1");
        assertThat(identities.claim(origin, "")).isEqualTo("web-1");
    }

    @Test
    void forgetsTheOneThatWasNotUsedForTheLongest() {
        for (int i = 0; i < AgentIdentities.ORIGINS_MAX; i++) {
            identities.claim(new UUID(0, i), "web-1");
        }
        identities.claim(new UUID(0, 0), "web-1");

        identities.claim(new UUID(1, 0), "web-1");

        assertThat(identities.claim(new UUID(0, 0), "web-2")).isEqualTo("web-1");
        assertThat(identities.claim(new UUID(0, 1), "web-2")).isEqualTo("web-2");
    }
}

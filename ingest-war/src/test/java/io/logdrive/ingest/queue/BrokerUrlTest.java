package io.logdrive.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokerUrlTest {
    @Test
    void showsNoPasswordOfAUrl() {
        String url =
                "(tcp://a:61616,tcp://user:hunter2@b:61617)?sslEnabled=true;trustStorePath=/t.p12"
                        + "&trustStorePassword=s3cret&keyStorePassword=t0p&ha=true";

        String shown = BrokerUrl.masked(url);

        assertThat(shown)
                .isEqualTo(
                        "(tcp://a:61616,tcp://user:********@b:61617)?sslEnabled=true;trustStorePath="
                            + "/t.p12&trustStorePassword=********&keyStorePassword=********"
                            + "&ha=true");
    }

    @Test
    void leavesAUrlWithoutSecretsAsItIs() {
        String url = "(tcp://a:61616,tcp://b:61616)?ha=true&trustStorePath=/p/pass.p12";

        assertThat(BrokerUrl.masked(url)).isEqualTo(url);
    }

    @Test
    void knowsWhichUrlsAreOfABrokerInAnotherProcess() {
        assertThat(BrokerUrl.isExternal("tcp://host:61616")).isTrue();
        assertThat(BrokerUrl.isExternal("(tcp://a:1,tcp://b:2)?ha=true")).isTrue();
        assertThat(BrokerUrl.isExternal("vm://0")).isFalse();
        assertThat(BrokerUrl.isExternal("")).isFalse();
    }
}

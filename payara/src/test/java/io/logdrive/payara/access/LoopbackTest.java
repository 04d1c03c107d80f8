package io.logdrive.payara.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.1.2",
                "::1",
                "0:0:0:0:0:0:0:1",
                "0:0:0:0:0:0:0:1%lo",
                "::ffff:127.0.0.1"
            })
    void knowsTheAddressesOfThisMachine(String address) {
        assertThat(Loopback.isAddress(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.1",
                "128.0.0.1",
                "0.0.0.0",
                "::",
                "fe80::1%lo",
                "::ffff:10.0.0.1",
                "127.0.0.1.example",
                "127.1",
                "127.0.0.256",
                "localhost",
                "a:b",
                ":::1"
            })
    void knowsThoseOfOthers(String address) {
        assertThat(Loopback.isAddress(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "127.0.0.1",
                "127.0.0.1:65535",
                "127.0.0.2:1",
                "[::1]",
                "[::1]:8080"
            })
    void knowsTheNamesOfThisMachine(String host) {
        assertThat(Loopback.isHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "logs.example",
                "logs.example:8080",
                "localhost.example",
                "127.0.0.1.example:8080",
                "127.0.0.1:evil",
                "127.0.0.1:8080:80",
                "127.0.0.1:",
                "user@localhost",
                "localhost ",
                "[::1",
                "::1",
                "[evil]:80",
                "10.0.0.1:8080",
                "0x7f.0.0.1",
                "2130706433"
            })
    void knowsThoseThatMayBeAnothers(String host) {
        assertThat(Loopback.isHost(host)).isFalse();
    }
}

package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.wire.HandshakeCodec.Helo;
import io.logdrive.wire.HandshakeCodec.Pong;
import org.junit.jupiter.api.Test;

/** Both sides of the handshake with one another, and with who does not know the key. */
class SharedKeyHandshakeTest {
    private static final String KEY = "swordfish";

    @Test
    void bothSidesThatKnowTheKeyAcceptEachOther() {
        ServerHandshake server = new ServerHandshake("mill", KEY);
        ClientHandshake client = new ClientHandshake("river", KEY);

        byte[] ping = client.ping(server.helo());
        ServerHandshake.Answer answer = server.answer(ping, 0, ping.length);
        client.check(answer.frame());

        assertThat(answer.refusal()).isEmpty();
    }

    @Test
    void serverRefusesAClientWithAnotherKeyAndTheClientSaysSo() {
        ServerHandshake server = new ServerHandshake("mill", KEY);
        ClientHandshake client = new ClientHandshake("river", "catfish");

        byte[] ping = client.ping(server.helo());
        ServerHandshake.Answer answer = server.answer(ping, 0, ping.length);

        assertThat(answer.refusal()).isEqualTo("shared key mismatch");
        assertThatThrownBy(() -> client.check(answer.frame()))
                .isInstanceOf(ForwardException.class)
                .hasMessage(
                        "shared key: expected to be accepted, found refused: shared key mismatch");
    }

    @Test
    void serverRefusesAPingThatWasMadeForAnotherNonce() {
        ClientHandshake client = new ClientHandshake("river", KEY);
        byte[] heard = client.ping(new ServerHandshake("mill", KEY).helo());

        ServerHandshake.Answer answer =
                new ServerHandshake("mill", KEY).answer(heard, 0, heard.length);

        assertThat(answer.refusal()).isEqualTo("shared key mismatch");
    }

    @Test
    void clientLeavesAServerThatAcceptsAnybodyOrSendsItsOwnDigestBack() {
        Helo helo = new Helo(new byte[16], new byte[0], true);
        ClientHandshake client = new ClientHandshake("river", KEY);
        byte[] ping = client.ping(HandshakeCodec.encode(helo));
        String own = HandshakeCodec.decodePing(ping, 0, ping.length).keyDigest();
        String message = "shared key: expected a server that knows it, found one that does not";

        assertThatThrownBy(() -> client.check(pong("mill", "0".repeat(128)))).hasMessage(message);
        assertThatThrownBy(() -> client.check(pong("mill", own))).hasMessage(message);
        assertThatThrownBy(() -> client.check(pong("river", own))).hasMessage(message);
    }

    @Test
    void neitherSideCallsItselfAsTheOther() {
        ServerHandshake server = new ServerHandshake("mill", KEY);
        byte[] ping = new ClientHandshake("mill", KEY).ping(server.helo());

        assertThat(server.answer(ping, 0, ping.length).refusal())
                .isEqualTo("same host name as the server's");
    }

    @Test
    void clientHasNoUser() {
        Helo helo = new Helo(new byte[16], new byte[] {1}, true);

        assertThatThrownBy(
                        () -> new ClientHandshake("river", KEY).ping(HandshakeCodec.encode(helo)))
                .hasMessage(
                        "shared key: expected a server that asks for no user, found one that does");
    }

    private static byte[] pong(String hostName, String digest) {
        return HandshakeCodec.encode(new Pong(true, "", hostName, digest));
    }
}

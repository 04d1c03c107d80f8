package io.logdrive.payara.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.access.Credentials.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsReaderTest {
    private static final String FROM = "127.0.0.1";

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(read(new FakeRequest().with("Cookie", "a=b; logdrive-sessions=x")))
                .isEqualTo(new CredentialsReader.Read(Credentials.none(FROM)));
    }

    @Test
    void readsAUserWithItsPassword() {
        assertThat(read(new FakeRequest().basic("anna:p:ä€ss")))
                .isEqualTo(read(Kind.BASIC, "anna", "p:ä€ss"));
        assertThat(read(new FakeRequest().with("Authorization", "bAsIc YTpi")))
                .isEqualTo(read(Kind.BASIC, "a", "b"));
        assertThat(read(new FakeRequest().basic("a:"))).isEqualTo(read(Kind.BASIC, "a", ""));
    }

    @Test
    void readsAToken() {
        assertThat(read(new FakeRequest().with("Authorization", "Bearer ldt_1_aB-._~+/=")))
                .isEqualTo(read(Kind.BEARER, "", "ldt_1_aB-._~+/="));
    }

    @Test
    void readsASession() {
        assertThat(read(new FakeRequest().session("aB-_9")))
                .isEqualTo(read(Kind.SESSION, "", "aB-_9"));
    }

    @Test
    void refusesMoreThanOneKind() {
        assertThat(read(new FakeRequest().basic("a:b").session("x")))
                .isEqualTo(
                        malformed(
                                "credentials: expected one kind, found Authorization and the cookie"
                                        + " logdrive-session"));
        assertThat(read(new FakeRequest().basic("a:b").basic("a:b")))
                .isEqualTo(malformed("Authorization: expected one, found 2"));
        assertThat(read(new FakeRequest().session("x").session("y")))
                .isEqualTo(malformed("cookie logdrive-session: expected one, found 2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Basic | Authorization: expected a name, a colon and a password, found no such",
                "Basic !! | Authorization: expected Basic and Base64, found something else",
                "Basic YTpi YTpi | Authorization: expected Basic and Base64, found something else",
                "Basic YWI= | Authorization: expected a name, a colon and a password, found no"
                        + " such",
                "Basic OmI= | Authorization: expected a name, a colon and a password, found no"
                        + " such",
                "Basic YTr/ | Authorization: expected a name and password in UTF-8, found others",
                "Basic YToA | Authorization: expected no control characters, found one",
                "Bearer | Authorization: expected Bearer and a token, found something else",
                "Bearer a b | Authorization: expected Bearer and a token, found something else",
                "Bearer a,b | Authorization: expected Bearer and a token, found something else",
                "Bearer ä | Authorization: expected Bearer and a token, found something else",
            })
    void refusesWhatIsMalformed(String header, String problem) {
        assertThat(read(new FakeRequest().with("Authorization", header)))
                .isEqualTo(malformed(problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Digest username=x", "Negotiate abc", "YTpi"})
    void asksForAnotherScheme(String header) {
        assertThat(read(new FakeRequest().with("Authorization", header)))
                .isEqualTo(
                        new CredentialsReader.Unreadable(
                                true, "Authorization: expected Basic or Bearer, found another"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "ä", "a=b"})
    void refusesACookieThatIsNoSession(String value) {
        assertThat(read(new FakeRequest().session(value)))
                .isEqualTo(
                        malformed(
                                "cookie logdrive-session: expected what a log-in gave, found"
                                        + " another"));
    }

    @Test
    void boundsWhatItReads() {
        assertThat(read(new FakeRequest().with("Authorization", "Bearer " + "a".repeat(5_000))))
                .isEqualTo(
                        malformed("Authorization: expected at most 4096 characters, found 5007"));
        assertThat(read(new FakeRequest().basic("n".repeat(257) + ":p")))
                .isEqualTo(malformed("Authorization: expected a name of at most 256 characters"));
        assertThat(read(new FakeRequest().basic("n:" + "ä".repeat(513))))
                .isEqualTo(malformed("Authorization: expected a password of at most 1024 bytes"));
        assertThat(read(new FakeRequest().session("a".repeat(1_025))))
                .isInstanceOf(CredentialsReader.Unreadable.class);
    }

    private static CredentialsReader.Outcome read(FakeRequest request) {
        return CredentialsReader.read(request.request());
    }

    private static CredentialsReader.Outcome read(Kind kind, String name, String secret) {
        return new CredentialsReader.Read(new Credentials(kind, name, secret, FROM));
    }

    private static CredentialsReader.Outcome malformed(String problem) {
        return new CredentialsReader.Unreadable(false, problem);
    }
}

package io.logdrive.destination.security;

import static io.logdrive.destination.security.AccessCalls.LOCAL;
import static io.logdrive.destination.security.AccessCalls.assertProblem;
import static io.logdrive.destination.security.AccessCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.query.QueryProblem;
import io.logdrive.destination.store.SavedSearches;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Credentials.Kind;
import io.logdrive.payara.access.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Saved searches over each database, without a container. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SearchesApiIT {
    private static final Call ADMIN = call("the-admin", Role.ADMIN, Kind.SESSION, null);
    private static final Call ALICE = call("alice", Role.READER, Kind.SESSION, null);
    private static final Call BOB = call("bob", Role.READER, Kind.SESSION, null);
    private static final Pattern SEARCH =
            Pattern.compile("\"name\":\"([^\"]*)\".*?\"shared\":(\\w+),\"owner\":\"([^\"]*)\"");

    @RegisterExtension final TestAccess test;
    private final SearchesApi searches;

    SearchesApiIT(TestDatabase kind) {
        test = new TestAccess(kind);
        searches = test.access.searches();
    }

    @Test
    void listsOnesOwnAndThoseThatOthersShare() throws IOException {
        save(ALICE, "z mine", "state \\u00e4 \\\"?q=1\\\"", false);
        save(ALICE, "my shared", "s", true);
        save(BOB, "a bob's", "s", true);
        save(BOB, "secret", "s", false);

        assertThat(listed(ALICE))
                .containsExactly("my shared true alice", "z mine false alice", "a bob's true bob");
        assertThat(listed(ADMIN)).containsExactly("a bob's true bob", "my shared true alice");
        assertThat(Objects.requireNonNull(searches.list(ALICE).json()))
                .contains("\"state\":\"state ä \\\"?q=1\\\"\"")
                .containsPattern("\"changed\":\"\\S+Z\"")
                .endsWith("],\"partial\":false}");
    }

    @Test
    void putsOneInThePlaceOfOnesOwnOfThatName() throws IOException {
        save(ALICE, "x", "first", true);
        save(BOB, "x", "bob's", false);
        Reply reply = save(ALICE, "x", "second", false);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json())
                .startsWith("{\"name\":\"x\",\"state\":\"second\",\"shared\":false,\"owner\":");
        assertThat(listed(ALICE)).containsExactly("x false alice");
        assertThat(listed(BOB)).containsExactly("x false bob");
    }

    @Test
    void removesOnesOwnAndAnAdminWhatIsShared() throws IOException {
        save(ALICE, "mine", "s", false);
        save(ALICE, "shared", "s", true);
        save(BOB, "shared", "s", true);

        assertProblem(
                404,
                "search \"mine\": expected one's own, found none",
                () -> searches.delete(BOB, "mine", null));
        assertProblem(
                403,
                "owner: expected bob, found another one and not the role admin",
                () -> searches.delete(BOB, "shared", "alice"));
        assertProblem(
                404,
                "search \"mine\": expected one's own, found none",
                () -> searches.delete(ADMIN, "mine", "alice"));
        assertProblem(
                409,
                "search \"shared\": expected owner=, one of alice, bob, found none",
                () -> searches.delete(ADMIN, "shared", null));

        assertThat(searches.delete(ADMIN, "shared", "alice").status()).isEqualTo(204);
        assertThat(searches.delete(ADMIN, "shared", null).status()).isEqualTo(204);
        assertThat(searches.delete(ALICE, "mine", null).status()).isEqualTo(204);
        assertThat(listed(ALICE)).isEmpty();
        assertThat(listed(BOB)).isEmpty();
        assertThat(test.store.access().audit().list(Long.MAX_VALUE, 10))
                .extracting(line -> line.entry().what() + " " + line.entry().target())
                .containsExactly("search-delete bob/shared", "search-delete alice/shared");
    }

    @Test
    void letsEverybodySeeLaterWhatWasSavedWithoutUsers() throws IOException {
        save(LOCAL, "before", "s", false);

        assertThat(listed(LOCAL)).containsExactly("before false ");
        assertThat(listed(ALICE)).containsExactly("before false ");
        assertProblem(
                404,
                "search \"before\": expected one's own, found none",
                () -> searches.delete(ALICE, "before", null));
        assertThat(searches.delete(ADMIN, "before", null).status()).isEqualTo(204);
    }

    @Test
    void takesSoManyOfOneAndNoMore() throws Exception {
        for (int i = 1; i < SavedSearches.MAX_OF_OWNER; i++) {
            save(ALICE, "search " + i, "s", false);
        }
        ExecutorService several = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Object>> saves =
                    IntStream.range(0, 4)
                            .mapToObj(i -> (Callable<Object>) () -> saved("late " + i))
                            .toList();
            int done = 0;
            for (Future<Object> each : several.invokeAll(saves)) {
                done += each.get().equals(200) ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        } finally {
            several.shutdownNow();
        }

        assertProblem(
                409,
                "searches: expected at most 200 of one user, found as many",
                () -> save(ALICE, "one more", "s", false));
        assertThat(save(ALICE, "search 1", "s", false).status()).isEqualTo(200);
        assertThat(save(BOB, "one more", "s", false).status()).isEqualTo(200);
        assertThat(listed(ALICE)).hasSize(200);
    }

    @Test
    void refusesNamesAndStatesThatMayNotBe() throws IOException {
        String name =
                "name: expected 1 to 100 characters, no control characters among them, found ";
        assertProblem(400, name + "\" \"", () -> save(ALICE, " ", "s", false));
        assertProblem(400, name + "\"a?b\"", () -> save(ALICE, "a\u0007b", "s", false));
        assertProblem(400, name + "\"?\"", () -> save(ALICE, "\ud800", "s", false));
        assertProblem(
                400,
                name + '"' + "x".repeat(100) + "…\"",
                () -> save(ALICE, "x".repeat(101), "s", false));
        assertProblem(
                400,
                "state: expected at most 8192 bytes, found 8194",
                () -> save(ALICE, "x", "ä".repeat(4_097), false));
        assertProblem(400, "state: expected a text, found none", () -> put(ALICE, "x", "{}"));
        assertProblem(
                400,
                "shared: expected true or false, found a text",
                () -> put(ALICE, "x", "{\"state\":\"s\",\"shared\":\"yes\"}"));

        assertThat(save(ALICE, "😀".repeat(100), "ä".repeat(4_096), false).status()).isEqualTo(200);
        assertThat(listed(ALICE)).hasSize(1);
    }

    @Test
    void isNothingForATokenWithAFilter() {
        Call filtered = call("alice/t", Role.READER, Kind.BEARER, "service:pay*");
        String only =
                "expected a token without a filter: one with a filter reads messages, and nothing"
                        + " else";

        assertProblem(403, only, () -> searches.list(filtered));
        assertProblem(403, only, () -> save(filtered, "x", "s", false));
        assertProblem(403, only, () -> searches.delete(filtered, "x", null));
    }

    @Test
    void areGoneWithTheirUser() throws IOException {
        test.add("root", Role.ADMIN);
        test.add("alice", Role.READER);
        save(ALICE, "mine", "s", false);
        save(ALICE, "shared", "s", true);
        save(BOB, "bob's", "s", true);

        test.store.access().users().delete("alice", TestAccess.ENTRY);

        assertThat(listed(ALICE)).containsExactly("bob's true bob");
    }

    private Object saved(String name) throws IOException {
        try {
            return save(ALICE, name, "s", false).status();
        } catch (QueryProblem e) {
            return e.status();
        }
    }

    private Reply save(Call call, String name, String state, boolean shared) throws IOException {
        return put(call, name, "{\"state\":\"" + state + "\",\"shared\":" + shared + "}");
    }

    private Reply put(Call call, String name, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonBody body = JsonBody.read(new ByteArrayInputStream(bytes), SearchesApi.OF_SAVED);
        return searches.save(call, name, body);
    }

    private List<String> listed(Call call) {
        return SEARCH.matcher(Objects.requireNonNull(searches.list(call).json()))
                .results()
                .map(found -> found.group(1) + " " + found.group(2) + " " + found.group(3))
                .toList();
    }
}

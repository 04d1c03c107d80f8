package io.logdrive.destination.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the API says which members a body may have, neither more nor less. */
class AccessOpenApiTest {
    private static final String BODY = "requestBody/content/application~json/schema/properties/";

    @Test
    void hasTheMembersThatEachBodyKnows() throws IOException {
        Map<String, Set<String>> found = new HashMap<>();
        for (String path : paths()) {
            int body = path.indexOf(BODY);
            if (body > 0 && path.startsWith("paths/~destination~")) {
                String member = path.substring(body + BODY.length());
                if (member.indexOf('/') < 0) {
                    String operation = path.substring("paths/".length(), body - 1);
                    found.computeIfAbsent(operation.replace('~', '/'), any -> new TreeSet<>())
                            .add(member);
                }
            }
        }

        assertThat(found)
                .containsOnly(
                        Map.entry("/destination/users/post", UsersApi.OF_NEW),
                        Map.entry("/destination/users/{name}/patch", UsersApi.OF_CHANGE),
                        Map.entry("/destination/searches/{name}/put", SearchesApi.OF_SAVED),
                        Map.entry("/destination/tokens/post", TokensApi.OF_NEW),
                        Map.entry("/destination/tokens/{id}/patch", TokensApi.OF_CHANGE),
                        Map.entry("/destination/me/password/post", SessionsApi.OF_PASSWORD),
                        Map.entry("/destination/session/post", SessionsApi.OF_LOGIN));
    }

    /** The names from the outermost to each object's member; a slash in one is a tilde. */
    private static Set<String> paths() throws IOException {
        Set<String> paths = new TreeSet<>();
        Deque<String> names = new ArrayDeque<>();
        try (InputStream file =
                        AccessOpenApiTest.class.getResourceAsStream("/META-INF/openapi.json");
                JsonParser parser = new JsonFactory().createParser(file)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    String name = parser.currentName();
                    names.push(name == null ? "" : name.replace('/', '~'));
                    paths.add(path(names));
                } else if (token.isStructEnd()) {
                    names.pop();
                }
            }
        }
        return paths;
    }

    private static String path(Deque<String> names) {
        StringBuilder path = new StringBuilder();
        for (Iterator<String> each = names.descendingIterator(); each.hasNext(); ) {
            String name = each.next();
            path.append(name.isEmpty() || path.length() == 0 ? "" : "/").append(name);
        }
        return path.toString();
    }
}

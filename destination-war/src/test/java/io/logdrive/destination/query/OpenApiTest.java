package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The description of the API says what the code knows, neither more nor less. */
class OpenApiTest {
    private static final String ROOT = "/destination/messages";
    private static final String EXAMPLE = "example";

    @Test
    void hasTheParametersThatEachEndpointKnows() throws Exception {
        Map<String, Set<String>> expected = new HashMap<>();
        expected.put(ROOT, MessageSearch.KNOWN);
        expected.put(ROOT + "/{id}/context", ContextAnswer.KNOWN);
        expected.put(ROOT + "/tail", TailSearch.KNOWN);
        expected.put(ROOT + "/histogram", AggregateSearch.known(HistogramAnswer.MORE));
        expected.put(ROOT + "/facets", AggregateSearch.known(FacetsAnswer.MORE));
        expected.put(ROOT + "/fields", AggregateSearch.known(FieldNamesAnswer.MORE));
        expected.put(
                ROOT + "/fields/{name}/values", AggregateSearch.known(FacetsAnswer.MORE_OF_VALUES));
        expected.put(ROOT + "/stats", AggregateSearch.known(StatsAnswer.MORE));
        expected.put(ROOT + "/export", AggregateSearch.known(ExportAnswer.MORE));
        Map<String, Object> api = api();

        Map<String, Set<String>> found = new HashMap<>();
        for (Map.Entry<String, Object> path : map(api.get("paths")).entrySet()) {
            Object get = map(path.getValue()).get("get");
            if (path.getKey().startsWith(ROOT) && get != null) {
                found.put(path.getKey(), names(api, map(get)));
            }
        }

        found.remove(ROOT + "/{id}");
        assertThat(found).isEqualTo(sorted(expected));
    }

    @Test
    void hasTheParametersOfDeadLetters() throws Exception {
        Map<String, Object> api = api();
        Map<String, Object> paths = map(api.get("paths"));
        Map<String, Object> letters = map(paths.get("/destination/dead-letters"));

        assertThat(names(api, map(letters.get("get")))).isEqualTo(DeadLettersResource.KNOWN);
        assertThat(names(api, map(letters.get("delete"))))
                .isEqualTo(DeadLettersResource.OF_CHANGES);
        assertThat(names(api, map(map(paths.get("/destination/dead-letters/retry")).get("post"))))
                .isEqualTo(DeadLettersResource.OF_CHANGES);
    }

    @Test
    void hasAnExampleOfEveryAnswer() throws Exception {
        for (Map.Entry<String, Object> path : map(api().get("paths")).entrySet()) {
            for (Map.Entry<String, Object> operation : map(path.getValue()).entrySet()) {
                Map<String, Object> responses = map(map(operation.getValue()).get("responses"));
                Object ok = responses.get("200");
                if (ok != null) {
                    for (Object content : map(map(ok).get("content")).values()) {
                        assertThat(map(content)).as(path.getKey()).containsKey(EXAMPLE);
                    }
                }
            }
        }
    }

    private static Set<String> names(Map<String, Object> api, Map<String, Object> operation) {
        Map<String, Object> shared = map(map(api.get("components")).get("parameters"));
        Set<String> names = new TreeSet<>();
        for (Object each : (List<?>) Objects.requireNonNull(operation.get("parameters"))) {
            Object reference = map(each).get("$ref");
            String name = String.valueOf(reference);
            Map<String, Object> parameter =
                    reference == null
                            ? map(each)
                            : map(shared.get(name.substring(name.lastIndexOf('/') + 1)));
            if ("query".equals(parameter.get("in"))) {
                names.add(String.valueOf(parameter.get("name")).replace("{name}", ""));
            }
        }
        return names;
    }

    private static Map<String, Set<String>> sorted(Map<String, Set<String>> names) {
        Map<String, Set<String>> sorted = new HashMap<>();
        names.forEach((path, all) -> sorted.put(path, new TreeSet<>(all)));
        return sorted;
    }

    private static Map<String, Object> api() throws IOException {
        try (InputStream file = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.json");
                JsonParser parser = new JsonFactory().createParser(file)) {
            parser.nextToken();
            return map(value(parser));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                map.put(name, value(parser));
            }
            return map;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<@Nullable Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }
}

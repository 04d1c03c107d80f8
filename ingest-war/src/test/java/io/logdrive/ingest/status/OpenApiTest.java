package io.logdrive.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The description of the API says what the resources have, neither more nor less. */
class OpenApiTest {
    @Test
    void hasEveryOperationOfTheResources() throws Exception {
        Set<String> expected = new TreeSet<>();
        for (Class<?> resource :
                List.of(
                        StatusResource.class,
                        FiguresResource.class,
                        ProcessResource.class,
                        DeadLettersResource.class)) {
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation each : method.getAnnotations()) {
                    HttpMethod http = each.annotationType().getAnnotation(HttpMethod.class);
                    if (http != null) {
                        expected.add(
                                http.value().toLowerCase(Locale.ROOT)
                                        + " /ingest"
                                        + path(resource.getAnnotation(Path.class))
                                        + path(method.getAnnotation(Path.class)));
                    }
                }
            }
        }

        Set<String> found = new TreeSet<>();
        for (String place : texts("operationId").keySet()) {
            Matcher operation = Pattern.compile("/paths/([^/]+)/([a-z]+)/.*").matcher(place);
            assertThat(operation.matches()).as(place).isTrue();
            found.add(operation.group(2) + " " + operation.group(1).replace("~1", "/"));
        }

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void hasTheParametersThatAreKnown() throws Exception {
        assertThat(parameters("~1dead-letters/get"))
                .containsExactlyInAnyOrderElementsOf(DeadLettersResource.PARAMETERS);
        assertThat(parameters("~1dead-letters/delete"))
                .containsExactlyInAnyOrderElementsOf(DeadLettersResource.OF_CHANGES);
        assertThat(parameters("~1dead-letters~1retry/post"))
                .containsExactlyInAnyOrderElementsOf(DeadLettersResource.OF_CHANGES);
    }

    private static List<String> parameters(String operation) throws IOException {
        List<String> names = new ArrayList<>();
        texts("name")
                .forEach(
                        (place, name) -> {
                            if (place.startsWith("/paths/~1ingest" + operation + "/parameters/")) {
                                names.add(name);
                            }
                        });
        return names;
    }

    private static String path(Path annotation) {
        String path = annotation == null ? "" : annotation.value().replaceAll("^/|/$", "");
        return path.isEmpty() ? "" : "/" + path;
    }

    /** The texts of all members of that name, by where they stand. */
    private static Map<String, String> texts(String member) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (InputStream file = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.json");
                JsonParser parser = new JsonFactory().createParser(file)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING
                        && member.equals(parser.currentName())) {
                    String place = parser.getParsingContext().pathAsPointer().toString();
                    texts.put(place, parser.getText());
                }
            }
        }
        return texts;
    }
}

package io.logdrive.payara.access;

import jakarta.servlet.annotation.WebServlet;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that a WAR answers.
 *
 * <p>Immutable.
 *
 * @param method of HTTP
 * @param path beneath the WAR's root, as {@code /messages/{id}}; the root itself is empty
 */
public record Operation(String method, String path) implements Comparable<Operation> {
    /** A path that the operation is of. */
    String example() {
        return path.replaceAll("\\{[^}]*}", "1");
    }

    @Override
    public int compareTo(Operation other) {
        return toString().compareTo(other.toString());
    }

    /** All operations of the resources and servlets among the classes of a folder. */
    public static Set<Operation> in(java.nio.file.Path classes) throws IOException {
        Set<Operation> operations = new TreeSet<>();
        try (Stream<java.nio.file.Path> files = Files.walk(classes)) {
            for (java.nio.file.Path file : files.filter(Operation::isClass).toList()) {
                String name = classes.relativize(file).toString().replace('/', '.');
                add(operations, named(name.substring(0, name.length() - ".class".length())));
            }
        }
        return operations;
    }

    private static boolean isClass(java.nio.file.Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".class") && !name.endsWith("-info.class");
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name, false, Operation.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(Set<Operation> operations, Class<?> type) {
        Path path = type.getAnnotation(Path.class);
        if (path != null) {
            for (Method method : type.getMethods()) {
                for (Annotation each : method.getAnnotations()) {
                    HttpMethod http = each.annotationType().getAnnotation(HttpMethod.class);
                    if (http != null) {
                        add(
                                operations,
                                http.value(),
                                part(path) + part(method.getAnnotation(Path.class)));
                    }
                }
            }
        }
        WebServlet servlet = type.getAnnotation(WebServlet.class);
        if (servlet != null) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().matches("do(Get|Post|Put|Delete)")) {
                    for (String pattern : servlet.urlPatterns()) {
                        add(
                                operations,
                                method.getName().substring(2).toUpperCase(java.util.Locale.ROOT),
                                pattern);
                    }
                }
            }
        }
    }

    private static void add(Set<Operation> operations, String method, String path) {
        operations.add(new Operation(method, path));
        if (method.equals("GET")) {
            operations.add(new Operation("HEAD", path));
        }
    }

    private static String part(@Nullable Path path) {
        // {file: .+} is documented as {file}.
        String part =
                path == null
                        ? ""
                        : path.value()
                                .replaceAll("^/|/$", "")
                                .replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
        return part.isEmpty() ? "" : "/" + part;
    }
}

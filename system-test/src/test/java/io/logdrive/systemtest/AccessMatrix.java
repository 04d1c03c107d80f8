package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that docs/security.md says who may, asked by everybody. Immutable. */
final class AccessMatrix {
    private static final Pattern ROW =
            Pattern.compile("\\| `(GET|POST|PUT|PATCH|DELETE) (/[^`]+)` \\| ([a-z]+) \\|(.*)\\|");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** It ends what it is asked with. */
    private static final String LOGOUT = "DELETE /destination/session";

    /** What is said of an operation that a token may not, whatever its role. */
    private static final String NO_TOKEN = "no token";

    private static final String BUT_AN_ADMINS = "no token but an admin's";

    /** By operation, who may. */
    private final Map<String, String> documented = new LinkedHashMap<>();

    private final Map<String, String> remarks = new HashMap<>();

    AccessMatrix() throws IOException {
        for (String line :
                Files.readAllLines(Artefacts.ROOT.resolve("docs").resolve("security.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1) + " " + row.group(2), row.group(3));
                remarks.put(row.group(1) + " " + row.group(2), row.group(4));
            }
        }
    }

    /** Everything that is documented to be read and has an end, with examples in the paths. */
    List<String> reads() {
        return documented.keySet().stream()
                .filter(each -> each.startsWith("GET ") && !each.endsWith("/tail"))
                .map(each -> example(each.substring("GET ".length())))
                .toList();
    }

    /** What was answered otherwise than it is documented; with each, what was found. */
    List<String> faults(List<Asker> askers, ToIntFunction<String> portOf) throws IOException {
        Set<String> paths = new TreeSet<>();
        documented.keySet().forEach(each -> paths.add(each.substring(each.indexOf(' ') + 1)));
        assertThat(paths).hasSizeGreaterThan(35);
        paths.add("/destination/nothing");
        paths.add("/ingest/nothing");
        List<String> faults = new ArrayList<>();
        for (String path : paths) {
            for (String method : METHODS) {
                String operation = method + " " + path;
                if (operation.equals(LOGOUT)) {
                    continue;
                }
                String documentedAs = method.equals("HEAD") ? "GET " + path : operation;
                boolean isThere = documented.containsKey(documentedAs);
                String who = documented.getOrDefault(documentedAs, "admin");
                for (Asker asker : askers) {
                    int status =
                            asker.ask(portOf.applyAsInt(path), method, example(path)).statusCode();
                    // Of what there is not, somebody who may other things there may be told so.
                    if (!(status == 405 && !isThere && asker.may("messages"))
                            && !isRight(asker, who, remarks.getOrDefault(operation, ""), status)) {
                        faults.add(asker.name() + " " + operation + ": " + status);
                    }
                }
            }
        }
        return faults;
    }

    private static boolean isRight(Asker asker, String who, String remark, int status) {
        boolean noToken =
                asker.name().startsWith("bearer-")
                        && remark.contains(NO_TOKEN)
                        && !(remark.contains(BUT_AN_ADMINS) && asker.may("admin"));
        if (asker.may(who) && !noToken) {
            return status != 401 && status != 403 && (status < 500 || status == 501);
        }
        return status == (asker.role().equals("anybody") ? 401 : 403);
    }

    /** The page at the root of a WAR has a slash behind it. */
    private static String example(String path) {
        if (path.equals("/ingest") || path.equals("/destination")) {
            return path + "/";
        }
        return path.replace("{origin}", UUID.randomUUID().toString()).replaceAll("\\{[a-z]+}", "1");
    }
}

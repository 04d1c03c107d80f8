package io.logdrive.agent;

import io.logdrive.wire.LineAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is known of all events of an input. Confined to the main thread. */
final class AttributeOptions {
    static final String HEADING = "What is known of them:";

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = {"The service of all lines that name none themselves.", "Default: none"})
    @Nullable String service;

    @Option(
            names = "--host-name",
            paramLabel = "NAME",
            description = {
                "The host of all lines that name none themselves.",
                "Default: what this machine calls itself"
            })
    @Nullable String host;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description = {"A tag of all lines; repeatable.", "Default: none"})
    List<String> tags = new ArrayList<>();

    @Option(
            names = "--field",
            paramLabel = "KEY=VALUE",
            description = {
                "A field of all lines that have none of that name; repeatable.",
                "Default: none"
            })
    List<String> fields = new ArrayList<>();

    /**
     * What was asked for; what is wrong with it is added to {@code problems}.
     *
     * @param machine what this machine calls itself
     */
    LineAttributes of(String machine, List<String> problems) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String field : fields) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                problems.add("--field: expected KEY=VALUE, found " + field);
            } else if (named.put(field.substring(0, equals), field.substring(equals + 1)) != null) {
                problems.add("--field: expected each KEY once, found " + field + " again");
            }
        }
        try {
            return new LineAttributes(service, host == null ? machine : host, tags, named);
        } catch (IllegalArgumentException e) {
            problems.add("--service, --host-name, --tag and --field: " + e.getMessage());
            return LineAttributes.NONE;
        }
    }
}

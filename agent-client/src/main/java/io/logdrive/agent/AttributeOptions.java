package io.logdrive.agent;

import java.util.ArrayList;
import java.util.List;
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
}

package io.logdrive.agent.tail;

import io.logdrive.wire.LineAttributes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Kubernetes says of a container in the path of its log: {@code
 * containers/POD_NAMESPACE_CONTAINER-ID.log}, which is a link, and {@code
 * pods/NAMESPACE_POD_UID/CONTAINER/0.log} with what rotation makes of it.
 *
 * <p>Thread-safe.
 */
final class PodPath {
    static final String NAMESPACE = "kubernetes.namespace";
    static final String POD = "kubernetes.pod";
    static final String CONTAINER = "kubernetes.container";

    /** None of these names may have an underscore, says Kubernetes. */
    private static final Pattern LINK =
            Pattern.compile(
                    "/containers/(?<pod>[^/_]+)_(?<namespace>[^/_]+)_(?<container>[^/_]+)"
                            + "-[0-9a-f]{64}\\.log$");

    private static final Pattern FILE =
            Pattern.compile(
                    "/pods/(?<namespace>[^/_]+)_(?<pod>[^/_]+)_[^/_]+/(?<container>[^/_]+)"
                            + "/\\d+\\.log(?:\\.\\d{8}-\\d{6})?(?:\\.gz)?$");

    private PodPath() {}

    /**
     * The attributes, and what the path says besides; what is among them already stays, and so do
     * all where both together are more than a chunk takes.
     */
    static LineAttributes addedTo(LineAttributes attributes, Path path) {
        Matcher link = LINK.matcher(path.toString());
        Matcher file = FILE.matcher(path.toString());
        Matcher found = link.find() ? link : file.find() ? file : null;
        if (found == null) {
            return attributes;
        }
        Map<String, String> fields = new LinkedHashMap<>(attributes.fields());
        fields.putIfAbsent(NAMESPACE, found.group("namespace"));
        fields.putIfAbsent(POD, found.group("pod"));
        fields.putIfAbsent(CONTAINER, found.group("container"));
        String service = attributes.service();
        try {
            return new LineAttributes(
                    service == null ? found.group("container") : service,
                    attributes.host(),
                    attributes.tags(),
                    fields);
        } catch (IllegalArgumentException e) {
            return attributes;
        }
    }
}

package io.logdrive.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.LineAttributes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class PodPathTest {
    private static final Map<String, String> FIELDS =
            Map.of(
                    "kubernetes.namespace", "shop",
                    "kubernetes.pod", "cart-7d9-x2",
                    "kubernetes.container", "web-1");
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final Path LINK =
            Path.of("/var/log/containers/cart-7d9-x2_shop_web-1-" + ID + ".log");

    private static LineAttributes of(String path) {
        return PodPath.addedTo(LineAttributes.NONE, Path.of(path));
    }

    @Test
    void aContainersLogSaysWhoseItIs() {
        String folder = "/host/var/log/pods/shop_cart-7d9-x2_5b1f-uid/web-1/";

        for (String path :
                List.of(
                        LINK.toString(),
                        folder + "0.log",
                        folder + "12.log",
                        folder + "0.log.20261122-081530",
                        folder + "0.log.20261122-081530.gz")) {
            assertThat(of(path))
                    .as(path)
                    .isEqualTo(new LineAttributes("web-1", null, List.of(), FIELDS));
        }
    }

    @Test
    void anyOtherPathSaysNothing() {
        for (String path :
                List.of(
                        "/var/log/app.log",
                        "/var/log/containers/cart_shop_web-1.log",
                        "/var/log/pods/shop_cart_uid/0.log",
                        "/var/log/pods/shop_cart_uid/web/current.log")) {
            assertThat(of(path)).as(path).isEqualTo(LineAttributes.NONE);
        }
    }

    @Test
    void whatIsConfiguredStays() {
        LineAttributes configured =
                new LineAttributes(
                        "shop", "node-1", List.of("t"), Map.of("a", "b", "kubernetes.pod", "mine"));

        LineAttributes all = PodPath.addedTo(configured, LINK);

        assertThat(all.service()).isEqualTo("shop");
        assertThat(all.host()).isEqualTo("node-1");
        assertThat(all.tags()).containsExactly("t");
        assertThat(all.fields()).containsEntry("a", "b").containsEntry("kubernetes.pod", "mine");
        assertThat(all.fields()).containsEntry("kubernetes.namespace", "shop");
    }

    @Test
    void whatTogetherIsTooMuchForAChunkIsNotAdded() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < LineAttributes.FIELDS_MAX; i++) {
            many.put("f" + i, "v");
        }
        LineAttributes full = new LineAttributes(null, null, List.of(), many);

        assertThat(PodPath.addedTo(full, LINK)).isSameAs(full);
    }
}

package io.logdrive.payara.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tests of a WAR's web.xml against what the WAR answers, and against docs/security.md.
 *
 * <p>Confined to the thread of the test.
 */
public abstract class WhoMayWhat {
    private final String root;
    private AccessRules rules;
    private Set<Operation> operations;

    /** Of the WAR beneath a root such as {@code /ingest}, in whose folder the tests run. */
    protected WhoMayWhat(String root) {
        this.root = root;
    }

    @BeforeEach
    void read() throws IOException {
        rules = AccessRules.read(Path.of("src", "main", "webapp", "WEB-INF", "web.xml"));
        operations = Operation.in(Path.of("target", "classes"));
    }

    @Test
    void saysOfEachOperationWhoMayAsItIsDocumented() throws IOException {
        assertThat(rules.whoMay(operations, root))
                .hasSizeGreaterThan(10)
                .isEqualTo(DocumentedAccess.beneath(root));
    }

    @Test
    void namesEachPathThatThereIsAndNoOther() {
        assertThat(operations)
                .allSatisfy(
                        operation ->
                                assertThat(rules.isNamed(operation.path()))
                                        .as(operation.toString())
                                        .isTrue());
        assertThat(rules.stale(operations)).isEmpty();
    }

    @Test
    void letsHeadersBeSeenByWhoMaySeeTheAnswer() {
        assertThat(operations)
                .filteredOn(operation -> operation.method().equals("GET"))
                .allSatisfy(
                        operation ->
                                assertThat(rules.who("HEAD", operation.path()))
                                        .isEqualTo(rules.who("GET", operation.path())));
    }

    @Test
    void leavesNothingOpenThatIsNotNamed() {
        assertThat(rules.deniesUncovered()).isTrue();
        assertThat(rules.who("GET", "/nothing")).isEqualTo("admin");
        assertThat(rules.who("GET", "/nothing/at/all")).isEqualTo("admin");
        for (Operation operation : operations) {
            for (String method : Set.of("OPTIONS", "TRACE", "PATCH", "PUT", "BREW")) {
                if (!operations.contains(new Operation(method, operation.path()))) {
                    assertThat(rules.who(method, operation.path()))
                            .as(method + " " + operation.path())
                            .isEqualTo("admin");
                }
            }
        }
    }
}

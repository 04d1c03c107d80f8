package io.logdrive.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class PathPatternTest {
    private static boolean matches(String pattern, String path) {
        return PathPattern.of(pattern).matches(Path.of(path));
    }

    @Test
    void aPathIsThatFileAlone() {
        PathPattern pattern = PathPattern.of("/var/log/app.log");

        assertThat(pattern.base()).isEqualTo(Path.of("/var/log"));
        assertThat(pattern.depth()).isEqualTo(1);
        assertThat(matches("/var/log/app.log", "/var/log/app.log")).isTrue();
        assertThat(matches("/var/log/app.log", "/var/log/app.log.1")).isFalse();
    }

    @Test
    void aGlobStaysInItsFoldersUnlessItSaysOtherwise() {
        assertThat(PathPattern.of("/srv/*/logs/*.log").base()).isEqualTo(Path.of("/srv"));
        assertThat(PathPattern.of("/srv/*/logs/*.log").depth()).isEqualTo(3);
        assertThat(matches("/srv/*/logs/*.log", "/srv/a/logs/b.log")).isTrue();
        assertThat(matches("/srv/*/logs/*.log", "/srv/a/b/logs/b.log")).isFalse();
        assertThat(matches("/srv/**/*.log", "/srv/a/b/c.log")).isTrue();
        assertThat(matches("/srv/**/*.log", "/srv/c.log")).isTrue();
        assertThat(matches("/srv/{a,b}/[cd]?.log", "/srv/b/c1.log")).isTrue();
    }

    @Test
    void aRelativeOneIsOfTheWorkingFolder() {
        PathPattern pattern = PathPattern.of("logs/*.log");

        assertThat(pattern.base()).isEqualTo(Path.of("logs").toAbsolutePath());
        assertThat(pattern.matches(Path.of("logs/a.log").toAbsolutePath())).isTrue();
    }

    @Test
    void partsThatSayNothingAreLeftOut() {
        assertThat(matches("/var//log/./*.log", "/var/log/app.log")).isTrue();
        assertThat(matches("//var/././log//app.log", "/var/log/app.log")).isTrue();
        assertThat(matches("/var/.hidden/.log", "/var/.hidden/.log")).isTrue();
        assertThat(PathPattern.of("/var//log/*.log").depth()).isEqualTo(1);
        assertThat(PathPattern.of("./a.log").base()).isEqualTo(Path.of("").toAbsolutePath());
    }

    @Test
    void aRegularExpressionIsOfTheWholePath() {
        String text = "regex:/var/log/(app|web)-\\d+/.*\\.log";

        assertThat(PathPattern.of(text).base()).isEqualTo(Path.of("/var/log"));
        assertThat(matches(text, "/var/log/app-12/x/y.log")).isTrue();
        assertThat(matches(text, "/var/log/app-12/x/y.log.1")).isFalse();
        assertThat(PathPattern.of(text)).hasToString(text);
    }

    @Test
    void whatIsNoPatternIsRefused() {
        assertThatThrownBy(() -> PathPattern.of("regex:/var/(log"))
                .hasMessageStartingWith("expected a regular expression, found /var/(log (");
        assertThatThrownBy(() -> PathPattern.of("regex:var/log"))
                .hasMessage("expected a regular expression of an absolute path, found var/log");
        assertThatThrownBy(() -> PathPattern.of("/var/[a"))
                .hasMessageStartingWith("expected a path or glob, found /var/[a (");
        assertThatThrownBy(() -> PathPattern.of(""))
                .hasMessage("expected a path or glob of files, found nothing");
        assertThatThrownBy(() -> PathPattern.of("/var/log/"))
                .hasMessage("expected a path or glob of files, found /var/log/");
    }
}

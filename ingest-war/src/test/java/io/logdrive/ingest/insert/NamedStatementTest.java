package io.logdrive.ingest.insert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamedStatementTest {
    @Test
    void takesNamesForParameters() {
        NamedStatement statement =
                NamedStatement.parse("INSERT INTO log VALUES (:time,:message, :time)");

        assertThat(statement.sql()).isEqualTo("INSERT INTO log VALUES (?,?, ?)");
        assertThat(statement.names()).containsExactly("time", "message", "time");
    }

    @Test
    void leavesQuotedTextCommentsAndCastsAsTheyAre() {
        String text =
                "INSERT /* :a */ INTO \":b\" VALUES (':c''s', :fields::jsonb, `:d`, a : b) -- :e\n";

        NamedStatement statement = NamedStatement.parse(text);

        assertThat(statement.names()).containsExactly("fields");
        assertThat(statement.sql()).isEqualTo(text.replace(":fields", "?"));
    }

    @Test
    void readsWhatIsNotEnded() {
        for (String text : new String[] {"':a", "/* :a", "-- :a", ":", "::", "x:"}) {
            assertThat(NamedStatement.parse(text).sql()).isEqualTo(text);
            assertThat(NamedStatement.parse(text).names()).isEmpty();
        }
    }
}

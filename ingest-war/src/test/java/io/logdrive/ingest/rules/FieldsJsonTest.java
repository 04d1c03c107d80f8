package io.logdrive.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldsJsonTest {
    private static final String FIELDS =
            "{\"a\":1,\"b\":{\"c\":[1,\"x,}\"],\"a\":\"in\"},\"q\\\"\":\"\\u00fc\\n"
                    + "\\\"\",\"t\":true}";

    @Test
    void findsAMemberAtTheOutermostLevelOrByItsPath() {
        assertThat(FieldsJson.text(FIELDS, "a")).isEqualTo("1");
        assertThat(FieldsJson.text(FIELDS, "b.a")).isEqualTo("in");
        assertThat(FieldsJson.text(FIELDS, "b.c")).isEqualTo("[1,\"x,}\"]");
        assertThat(FieldsJson.text(FIELDS, "b")).isEqualTo("{\"c\":[1,\"x,}\"],\"a\":\"in\"}");
        assertThat(FieldsJson.text(FIELDS, "q\"")).isEqualTo("\u00fc\n\"");
        assertThat(FieldsJson.text(FIELDS, "t")).isEqualTo("true");
        assertThat(FieldsJson.text(FIELDS, "c")).isNull();
        assertThat(FieldsJson.text(FIELDS, "a.b")).isNull();
        assertThat(FieldsJson.text(null, "a")).isNull();
        assertThat(FieldsJson.text("{}", "a")).isNull();
    }

    @Test
    void setsAMember() {
        assertThat(FieldsJson.with(null, "n", "\"")).isEqualTo("{\"n\":\"\\\"\"}");
        assertThat(FieldsJson.with("{}", "n", "v")).isEqualTo("{\"n\":\"v\"}");
        assertThat(FieldsJson.with("{\"a\":1,\"b\":[2,{}],\"c\":3}", "b", "v"))
                .isEqualTo("{\"a\":1,\"b\":\"v\",\"c\":3}");
        assertThat(FieldsJson.with("{\"a\":1}", "b", "v")).isEqualTo("{\"a\":1,\"b\":\"v\"}");
    }

    @Test
    void takesAMemberAway() {
        String all = "{\"a\":1,\"b\":[2,{}],\"c\":3}";

        assertThat(FieldsJson.without(all, "a")).isEqualTo("{\"b\":[2,{}],\"c\":3}");
        assertThat(FieldsJson.without(all, "b")).isEqualTo("{\"a\":1,\"c\":3}");
        assertThat(FieldsJson.without(all, "c")).isEqualTo("{\"a\":1,\"b\":[2,{}]}");
        assertThat(FieldsJson.without(all, "d")).isSameAs(all);
        assertThat(FieldsJson.without("{\"a\":1}", "a")).isNull();
    }

    @Test
    void changesTextsAndNumbersAtAnyDepthAndNoNames() {
        assertThat(FieldsJson.mapped(FIELDS, text -> text.equals("1") ? "one\"" : text))
                .isEqualTo(FIELDS.replace(":1", ":\"one\\\"\"").replace("[1", "[\"one\\\"\""));
        assertThat(FieldsJson.mapped(FIELDS, text -> text)).isSameAs(FIELDS);
        assertThat(FieldsJson.mapped("{\"a\":\"a\"}", text -> "b")).isEqualTo("{\"a\":\"b\"}");
    }
}

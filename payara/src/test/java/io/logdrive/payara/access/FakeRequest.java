package io.logdrive.payara.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request that a test makes up: at first of this machine, and showing nothing. */
final class FakeRequest {
    private final Map<String, List<String>> headers = new TreeMap<>();
    private String remote = "127.0.0.1";
    private String local = "127.0.0.1";
    private boolean secure;
    private boolean mandatory = true;
    private String method = "GET";

    FakeRequest() {
        with("Host", "127.0.0.1:8080");
    }

    static FakeRequest ofThisMachine() {
        return new FakeRequest();
    }

    /** Of another machine, over HTTPS. */
    static FakeRequest ofTheNetwork() {
        return new FakeRequest()
                .from("10.0.0.7")
                .to("10.0.0.1")
                .overTls()
                .without("Host")
                .with("Host", "logs.example");
    }

    FakeRequest from(String address) {
        remote = address;
        return this;
    }

    FakeRequest to(String address) {
        local = address;
        return this;
    }

    FakeRequest overTls() {
        secure = true;
        return this;
    }

    FakeRequest inTheClear() {
        secure = false;
        return this;
    }

    /** To what nobody has to be known for. */
    FakeRequest toAnOpenPage() {
        mandatory = false;
        return this;
    }

    FakeRequest method(String name) {
        method = name;
        return this;
    }

    FakeRequest with(String name, String value) {
        headers.computeIfAbsent(key(name), any -> new ArrayList<>()).add(value);
        return this;
    }

    FakeRequest without(String name) {
        headers.remove(key(name));
        return this;
    }

    FakeRequest basic(String nameAndPassword) {
        byte[] bytes = nameAndPassword.getBytes(StandardCharsets.UTF_8);
        return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    FakeRequest session(String id) {
        return with("Cookie", "theme=dark; logdrive-session=" + id + "; x=y");
    }

    AccessRequest request() {
        return new AccessRequest(
                new AccessRequest.Connection(remote, local, secure),
                method,
                mandatory,
                name -> headers.getOrDefault(key(name), List.of()));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

package io.logdrive.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Syslog by the programs that people have, and the examples of the RFCs, over each transport. */
@ExtendWith(ProcessLogs.class)
class SyslogIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** "Nov 22 12:00:00" says no more. */
    private static final Duration ABOUT_NOW = Duration.ofMinutes(2);

    private static Server server;
    private static SyslogSenders senders;
    private static Path ca;

    @BeforeAll
    static void start() {
        Path folder = Folders.fresh(SyslogIT.class);
        IntakeCertificate certificate = IntakeCertificate.make(folder);
        ca = certificate.file();
        server =
                new Server("logdrive", folder, Server.War.values())
                        .set("logdrive.ingest.batch.age-max", "PT0.1S")
                        .set("logdrive.ingest.listen.tls.certificate", ca.toString())
                        .set("logdrive.ingest.listen.tls.key", certificate.key().toString())
                        .start();
        senders = new SyslogSenders(folder);
    }

    @AfterAll
    static void leavesNothingLostOrDoubled() {
        JsonNode udp = new Http(server.httpPort()).json("/ingest/queue").path("syslogUdp");
        assertThat(udp.path("kernelDrops").asLong(-1)).isZero();
        assertThat(udp.path("address").asText()).isEqualTo("127.0.0.1:" + server.syslogUdpPort());
        server.queue().awaitEmpty(SOON);
        server.stop();
        try (Rows rows = server.rows()) {
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--udp", "--tcp", "--tcp --octet-count"})
    void takesWhatLoggerSendsAsRfc5424(String transport) {
        String text = "gr\u00fc\u00dfe " + transport.replace(" ", "") + " 5424";

        logger(
                transport,
                "--rfc5424 -t shop -p local0.err --id=4711 --msgid ID47 --sd-id ex@32473"
                        + " --sd-param user=\"u42\"",
                text);

        JsonNode message = one(text);
        assertThat(message.path("message").asText()).isEqualTo(text);
        assertThat(message.path("level").asText()).isEqualTo("ERROR");
        assertThat(message.path("service").asText()).isEqualTo("shop");
        assertThat(message.path("host").asText()).isNotEmpty().isNotEqualTo("127.0.0.1");
        assertThat(field(message, "process")).isEqualTo("shop");
        assertThat(field(message, "pid")).isEqualTo("4711");
        assertThat(field(message, "msgid")).isEqualTo("ID47");
        assertThat(field(message, "facility")).isEqualTo("local0");
        assertThat(message.path("fields").path("ex@32473").path("user").asText()).isEqualTo("u42");
        assertAboutNow(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--udp", "--tcp", "--tcp --octet-count"})
    void takesWhatLoggerSendsAsRfc3164(String transport) {
        String text = "gr\u00fc\u00dfe " + transport.replace(" ", "") + " 3164";

        logger(transport, "--rfc3164 -t shop -p mail.warning --id=4711", text);

        JsonNode message = one(text);
        assertThat(message.path("message").asText()).isEqualTo(text);
        assertThat(message.path("level").asText()).isEqualTo("WARN");
        assertThat(message.path("service").asText()).isEqualTo("shop");
        assertThat(message.path("host").asText()).isNotEmpty().isNotEqualTo("127.0.0.1");
        assertThat(field(message, "pid")).isEqualTo("4711");
        assertThat(field(message, "facility")).isEqualTo("mail");
        assertAboutNow(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--udp", "--tcp --octet-count"})
    void keepsTheNewlinesOfAMessage(String transport) {
        String text = "first of " + transport.replace(" ", "") + "\n\tat second\n\tat third";

        logger(transport, "--rfc5424 -t trace", text);

        assertThat(one("first of " + transport.replace(" ", "")).path("message").asText())
                .isEqualTo(text);
    }

    @Test
    void takesWhatRsyslogForwards() {
        String forward = "action(type=\"omfwd\" target=\"127.0.0.1\" port=\"";
        Path socket =
                senders.rsyslogd(
                        rule("r-counted", forward, "TCP_Framing=\"octet-counted\" ", "tcp", true)
                                + rule(
                                        "r-lines",
                                        forward,
                                        "TCP_Framing=\"traditional\" ",
                                        "tcp",
                                        false)
                                + rule("r-udp", forward, "", "udp", true)
                                + rule("r-udp-old", forward, "", "udp", false));

        for (String tag : List.of("r-counted", "r-lines", "r-udp", "r-udp-old")) {
            relay(socket, tag);
        }
    }

    @Test
    void takesWhatRsyslogForwardsOverTls() {
        SyslogSenders.assumeRsyslogTls();
        Path socket =
                senders.rsyslogd(
                        "global(DefaultNetstreamDriverCAFile=\""
                                + ca
                                + "\")\n"
                                + rule(
                                        "r-tls",
                                        "action(type=\"omfwd\" StreamDriver=\"ossl\""
                                                + " StreamDriverMode=\"1\""
                                                + " StreamDriverAuthMode=\"x509/certvalid\""
                                                + " target=\"127.0.0.1\" port=\"",
                                        "TCP_Framing=\"octet-counted\" ",
                                        "tcp",
                                        true));

        relay(socket, "r-tls");
    }

    @Test
    void takesWhatSyslogNgForwards() {
        int port = server.intakePort();
        Path socket =
                senders.syslogNg(
                        destination("n-counted", "syslog", "", port)
                                + destination("n-lines", "network", "", port)
                                + destination(
                                        "n-udp",
                                        "syslog",
                                        " transport(\"udp\")",
                                        server.syslogUdpPort())
                                + destination(
                                        "n-tls",
                                        "syslog",
                                        " transport(\"tls\") tls(ca-file(\""
                                                + ca
                                                + "\") peer-verify(required-trusted))",
                                        port));

        for (String tag : List.of("n-counted", "n-lines", "n-udp", "n-tls")) {
            relay(socket, tag);
        }
    }

    @Test
    void takesTheExamplesOfTheRfcsOverEachTransport() throws IOException {
        List<String> examples =
                List.of(
                        "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su"
                                + " root' failed for lonvick on /dev/pts/8 by rfc-a-",
                        "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's"
                                + " time to make the do-nuts by rfc-b-",
                        "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47"
                                + " [exampleSDID@32473 iut=\"3\" eventSource=\"Application\""
                                + " eventID=\"1011\"] \ufeffAn application event by rfc-c-",
                        "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on"
                                + " /dev/pts/8 by rfc-d-",
                        "<13>Feb  5 17:32:18 10.0.0.99 Use the BFG by rfc-e-");

        send(examples, "lines");
        send(examples, "counted");
        send(examples, "udp");

        for (String transport : List.of("lines", "counted", "udp")) {
            JsonNode a = one("by rfc-a-" + transport);
            assertThat(a.path("time").asText()).isEqualTo("2003-10-11T22:14:15.003000Z");
            assertThat(a.path("level").asText()).isEqualTo("FATAL");
            assertThat(a.path("host").asText()).isEqualTo("mymachine.example.com");
            assertThat(a.path("service").asText()).isEqualTo("su");
            assertThat(field(a, "msgid")).isEqualTo("ID47");
            assertThat(field(a, "facility")).isEqualTo("auth");
            assertThat(a.path("message").asText()).startsWith("'su root' failed");
            JsonNode b = one("by rfc-b-" + transport);
            assertThat(b.path("time").asText()).isEqualTo("2003-08-24T12:14:15.000003Z");
            assertThat(b.path("host").asText()).isEqualTo("192.0.2.1");
            assertThat(field(b, "pid")).isEqualTo("8710");
            assertThat(b.path("message").asText()).startsWith("%% It's time");
            JsonNode c = one("by rfc-c-" + transport);
            assertThat(c.path("fields").path("exampleSDID@32473").path("eventID").asText())
                    .isEqualTo("1011");
            JsonNode d = one("by rfc-d-" + transport);
            assertThat(d.path("host").asText()).isEqualTo("mymachine");
            assertThat(d.path("time").asText()).contains("-10-11T22:14:15");
            JsonNode e = one("by rfc-e-" + transport);
            assertThat(e.path("host").asText()).isEqualTo("10.0.0.99");
            assertThat(e.path("message").asText()).startsWith("Use the BFG");
        }
    }

    @Test
    void closesInOrderWhenAllIsStoredAndResetsWhoLosesItsFraming() throws IOException {
        try (LineSender whole = LineSender.connect(server.intakePort())) {
            whole.send("22 <13>one\nin two lines 1" + "<13>two\n").halfClose();

            assertThat(whole.awaitEnd(SOON)).isEqualTo(LineSender.End.ORDERLY);
            server.messages().awaitStoredOf(whole.peer(), 2, SOON);
        }
        try (LineSender lost = LineSender.connect(server.intakePort())) {
            lost.send("5 <13>a99999999999 <13>b");

            assertThat(lost.awaitEnd(SOON)).isEqualTo(LineSender.End.RESET);
            server.messages().awaitStoredOf(lost.peer(), 1, SOON);
        }
    }

    /** By way of a relay: what its rule with that name makes of it. */
    private static void relay(Path socket, String tag) {
        String text = "relayed by " + tag + " gr\u00fc\u00dfe";

        senders.logger("-u", socket.toString(), "-t", tag, "-p", "user.err", "--id=815", text);

        JsonNode message = one("relayed by " + tag);
        // rsyslog's newer template keeps the blank that stood behind the tag it got.
        assertThat(message.path("message").asText().stripLeading()).isEqualTo(text);
        assertThat(message.path("level").asText()).isEqualTo("ERROR");
        assertThat(message.path("service").asText()).isEqualTo(tag);
        assertThat(message.path("host").asText()).isNotEmpty();
        assertThat(field(message, "pid")).isEqualTo("815");
        assertThat(field(message, "facility")).isEqualTo("user");
        assertAboutNow(message);
    }

    private static String rule(
            String tag, String forward, String framing, String protocol, boolean structured) {
        int port = protocol.equals("udp") ? server.syslogUdpPort() : server.intakePort();
        return "if $programname == \""
                + tag
                + "\" then "
                + forward
                + port
                + "\" protocol=\""
                + protocol
                + "\" "
                + framing
                + "template=\""
                + (structured
                        ? "RSYSLOG_SyslogProtocol23Format"
                        : "RSYSLOG_TraditionalForwardFormat")
                + "\")\n";
    }

    private static String destination(String tag, String driver, String options, int port) {
        return "log { source(own); filter { program(\"^"
                + tag
                + "$\") }; destination { "
                + driver
                + "(\"127.0.0.1\" port("
                + port
                + ") persist-name(\""
                + tag
                + "\")"
                + options
                + "); }; };\n";
    }

    private static void logger(String transport, String options, String text) {
        List<String> arguments = new ArrayList<>(List.of("-n", "127.0.0.1"));
        boolean udp = transport.equals("--udp");
        arguments.addAll(
                List.of(
                        "-P",
                        Integer.toString(udp ? server.syslogUdpPort() : server.intakePort())));
        arguments.addAll(List.of(transport.split(" ", -1)));
        arguments.addAll(List.of(options.split(" ", -1)));
        arguments.addAll(List.of("--", text));
        senders.logger(arguments.toArray(String[]::new));
    }

    private static void send(List<String> examples, String transport) throws IOException {
        if (transport.equals("udp")) {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (String example : examples) {
                    byte[] bytes = (example + transport).getBytes(UTF_8);
                    socket.send(
                            new DatagramPacket(
                                    bytes,
                                    bytes.length,
                                    InetAddress.getLoopbackAddress(),
                                    server.syslogUdpPort()));
                }
            }
            return;
        }
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            for (String example : examples) {
                String message = example + transport;
                int length = message.getBytes(UTF_8).length;
                sender.send(transport.equals("counted") ? length + " " + message : message + "\n");
            }
            assertThat(sender.halfClose().awaitEnd(SOON)).isEqualTo(LineSender.End.ORDERLY);
        }
    }

    /** By the time of receipt: a time without a year may be of the next one. */
    private static JsonNode one(String text) {
        String query =
                "/destination/messages?since=all&by=received&count=exact&limit=2&text="
                        + URLEncoder.encode(text, UTF_8);
        Http http = new Http(server.httpPort());
        await("one message with " + text)
                .atMost(SOON)
                .until(() -> http.json(query).path("count").asLong() == 1);
        return http.json(query).path("messages").path(0);
    }

    private static String field(JsonNode message, String name) {
        return message.path("fields").path(name).asText();
    }

    private static void assertAboutNow(JsonNode message) {
        Instant time = Instant.parse(message.path("time").asText());
        assertThat(Duration.between(time, Instant.now()).abs()).isLessThan(ABOUT_NOW);
    }
}

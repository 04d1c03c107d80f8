package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A JFR recording in the server, started and stopped by jcmd. With two processes the second one's
 * file has its name in front.
 *
 * <p>Immutable.
 */
final class FlightRecording {
    private static final String NAME = "benchmark";

    private final Layout layout;
    private final Path file;

    FlightRecording(Layout layout, Path file) {
        this.layout = layout;
        this.file = file;
    }

    void start(Server server) throws IOException, InterruptedException {
        for (Server.Part part : server.parts()) {
            jcmd(part, "JFR.start", "name=" + NAME, "settings=profile", "disk=true");
        }
    }

    void stop(Server server) throws IOException, InterruptedException {
        for (int i = 0; i < server.parts().size(); i++) {
            Server.Part part = server.parts().get(i);
            Path own = i == 0 ? file : file.resolveSibling(part.name() + "-" + file.getFileName());
            jcmd(part, "JFR.stop", "name=" + NAME, "filename=" + own);
        }
    }

    private void jcmd(Server.Part part, String... arguments)
            throws IOException, InterruptedException {
        java.util.List<String> command = new java.util.ArrayList<>();
        command.add(layout.tool("jcmd").toString());
        command.add(Long.toString(part.pid()));
        command.addAll(java.util.List.of(arguments));
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new BenchmarkException("jcmd " + arguments[0] + ": expected to work:\n" + said);
        }
    }
}
